import type { IdentityDetails } from 'countersign'
import type { Row } from '../../../sdk/src/tables.ts'
import { openClinic } from './clinic.ts'
import type { World } from './world.ts'

export const DETAILS: IdentityDetails = { born: '1984-02-29', phone: '070-174 06 35' }
export const DAY = 86_400

/** The token of a new link to the page where a request is made. */
export async function mailLink(world: World, userId: string): Promise<string> {
  const begun = await world.twoFactor.accountRecovery.begin({ userId })
  if (begun.status !== 'sent') throw new Error(`no link: ${begun.status}`)
  return world.readMail(userId, 'account_recovery.link_requested').token as string
}

/** Makes a request; its id, and the token that the notice carries to say no. */
export async function makeRequest(world: World, userId: string, details: IdentityDetails = DETAILS) {
  const requested = await world.twoFactor.accountRecovery.request({
    token: await mailLink(world, userId),
    details,
  })
  if (requested.status !== 'ok') throw new Error(`no request: ${requested.status}`)
  const { requestId } = requested
  return {
    requestId,
    cancelToken: world.readMail(userId, 'account_recovery.requested').cancelToken as string,
  }
}

type Member = Awaited<ReturnType<World['enroll']>>

/** A clinic whose member has lost everything and asked for recovery, with what its admin's verbs take. */
export async function openRecovery(
  world: World,
  { person, ...options }: Parameters<typeof openClinic>[1] & { person?: Member } = {},
) {
  const clinic = await openClinic(world, options)
  const { admin } = clinic
  const member = person ?? clinic.member
  if (person !== undefined) world.people.set(person.userId, world.people.get(clinic.member.userId) ?? [])
  const { userId } = member
  const { requestId, cancelToken } = await makeRequest(world, userId)
  const { accountRecovery } = world.twoFactor
  const act = async (changes: object = {}) => ({
    ...{ actorId: admin.userId, stepUp: await world.stepUp(admin), requestId },
    ...{ decision: 'approve' as const, reason: 'Seen at the desk with a passport', ...changes },
  })
  /** Approves; the end of the waiting period. */
  async function approve(): Promise<number> {
    const reviewed = await accountRecovery.review(await act())
    if (reviewed.status !== 'ok' || reviewed.completableAt === null) throw new Error(reviewed.status)
    return reviewed.completableAt
  }
  /** Approves, and waits until the last notice is there; the token that it carries to complete. */
  async function waitOut(): Promise<string> {
    world.clock.set(await approve())
    await world.twoFactor.deliverPending({ batch: 1000 })
    return world.readMail(userId, 'account_recovery.ready').completeToken as string
  }
  return { admin, member, userId, requestId, cancelToken, act, approve, waitOut }
}

/** The types of what a person was told of their recovery, in order. */
export const toldOf = (world: World, userId: string): string[] =>
  world.outbox.events
    .filter((event) => event.userId === userId && event.type.startsWith('account_recovery.'))
    .map(({ type }) => type.slice('account_recovery.'.length))

/** The request as it is stored. */
export async function readRequest(world: World, id: string): Promise<Row<'accountRecoveries'>> {
  const [row] = await world.store.find('accountRecoveries', { id })
  if (row === undefined) throw new Error('no such request')
  return row
}
