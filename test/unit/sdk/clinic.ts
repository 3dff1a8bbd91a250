import type { World } from './world.ts'

export const HARBOUR = 'harbour'
export const HILL = 'hill'

/** An enrolled person with a role in each of some organizations. */
export async function addMember(world: World, roles: Readonly<Record<string, string>>) {
  const user = await world.enroll()
  const organizations = Object.entries(roles).map(([id, role]) => ({
    id,
    role,
    timeZone: 'Europe/Stockholm',
  }))
  world.people.set(user.userId, organizations)
  return user
}

/** An admin of Harbour with a fresh step-up, and a member of it, with what the admin's verbs take. */
export async function openClinic(
  world: World,
  {
    adminRole = 'admin',
    memberRoles = { [HARBOUR]: 'practitioner' } as Readonly<Record<string, string>>,
  } = {},
) {
  const admin = await addMember(world, { [HARBOUR]: adminRole })
  const member = await addMember(world, memberRoles)
  const act = async (changes: object = {}) => ({
    actorId: admin.userId,
    stepUp: await world.stepUp(admin),
    userId: member.userId,
    reason: 'Lost the phone at sea',
    ...changes,
  })
  return { admin, member, act }
}

/** Everything that belongs to a user, to compare before and after. */
export async function readAll({ store }: World, userId: string): Promise<unknown[]> {
  return Promise.all([
    store.find('factors', { userId }, { orderBy: 'id' }),
    store.find('recoveryCodes', { userId }, { orderBy: 'codeHash' }),
    store.find('trustedDevices', { userId }, { orderBy: 'id' }),
    store.find('challenges', { userId }, { orderBy: 'id' }),
    store.find('entries', { userId }, { orderBy: 'id' }),
    store.find('accounts', { userId }),
  ])
}
