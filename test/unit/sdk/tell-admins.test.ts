import type { DirectoryUser, TwoFactorEvent } from 'countersign'
import { describe, expect, test } from 'vitest'
import { createTellAdmins } from '../../../sdk/src/tell-admins.ts'

const members: Record<string, [userId: string, role: string][]> = {
  harbour: [
    ['olga', 'owner'],
    ['adam', 'admin'],
    ['anna', 'practitioner'],
    ['gone', 'owner'],
  ],
  hill: [
    ['olga', 'owner'],
    ['anna', 'owner'],
    ['berit', 'admin'],
  ],
}

function getUser(id: string): DirectoryUser | null {
  if (id === 'gone') return null
  const organizations = Object.entries(members).flatMap(([organization, list]) =>
    list
      .filter(([userId]) => userId === id)
      .map(([, role]) => ({ id: organization, role, timeZone: 'Europe/Stockholm' })),
  )
  return { id, address: `${id}@example.test`, label: id, locale: 'en', organizations }
}

/** Tells, and gives whom with which organization. */
async function tell(
  organizations: string[],
  to: { lowestRank(organizationId: string): number; except: string },
): Promise<string[]> {
  const events: Omit<TwoFactorEvent, 'at'>[] = []
  const work: Promise<void>[] = []
  const tellAdmins = createTellAdmins({
    directory: {
      getUser: async (id) => getUser(id),
      listMembers: async (id) => (members[id] ?? []).map(([userId]) => userId),
    },
    adminRoles: ['owner', 'admin'],
    emit: async (event) => void events.push(event),
    runBeside: (task) => void work.push(task()),
  })
  tellAdmins(organizations, { type: 'admin.acted_elsewhere', data: { act: 'reset' } }, to)
  // Nobody is waited for.
  expect(events).toEqual([])
  await Promise.all(work)
  expect(events.every(({ type, data }) => type === 'admin.acted_elsewhere' && data.act === 'reset')).toBe(
    true,
  )
  return events.map(({ userId, data }) => `${userId} ${data.organizationId}`)
}

describe('telling admins', () => {
  test('reaches each of them once, and neither members nor people who are gone', async () => {
    const everybody = { lowestRank: () => 2, except: 'nobody' }
    expect(await tell(['harbour', 'hill'], everybody)).toEqual([
      ...['olga harbour', 'adam harbour', 'anna hill', 'berit hill'],
    ])
  })

  test('reaches nobody below the rank, which may differ from place to place', async () => {
    const owners = { lowestRank: () => 0, except: 'nobody' }
    expect(await tell(['harbour', 'hill'], owners)).toEqual(['olga harbour', 'anna hill'])
    const lowestRank = (id: string) => (id === 'hill' ? 0 : 2)
    expect(await tell(['harbour', 'hill'], { lowestRank, except: 'nobody' })).toEqual([
      ...['olga harbour', 'adam harbour', 'anna hill'],
    ])
  })

  test('reaches who is left out nowhere', async () => {
    expect(await tell(['hill', 'harbour'], { lowestRank: () => 2, except: 'olga' })).toEqual([
      ...['anna hill', 'berit hill', 'adam harbour'],
    ])
    expect(await tell(['nowhere'], { lowestRank: () => 2, except: 'olga' })).toEqual([])
  })
})
