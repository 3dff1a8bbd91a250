import { expect, it } from 'vitest'
import { doChores } from '../../../demo-site/src/chores.ts'
import { createLog } from '../../../demo-site/src/log.ts'
import { createTestSite, turnOn } from './test-site.ts'

function keepLines() {
  const lines: Record<string, unknown>[] = []
  const log = createLog({ now: () => 0 }, (line) => lines.push(JSON.parse(line)) > 0)
  return { lines, log }
}

it('seals the record, tells the head to the log, and leaves nothing to do', async () => {
  const site = await createTestSite()
  const visitor = site.visitor()
  await turnOn(site, visitor)
  const { lines, log } = keepLines()
  await doChores({ ...site, log })
  expect(lines).toMatchObject([
    { level: 'info', event: 'chores', kept: 0, head: expect.stringMatching(/^1:[\w-]{43}$/) },
  ])
  const [number, mac] = String(lines[0]?.head).split(':') as [string, string]
  const verified = await site.twoFactor.audit.verify({ expectedHead: { number: Number(number), mac } })
  expect(verified).toMatchObject({ status: 'intact', unsealed: { rows: 0 } })
  await doChores({ ...site, log })
  expect(lines).toHaveLength(1)
})

it('outlives a database that is gone, and says so without its words', async () => {
  const site = await createTestSite()
  const { lines, log } = keepLines()
  await site.twoFactor.close()
  await doChores({ ...site, log })
  expect(lines).toEqual([expect.objectContaining({ level: 'error', event: 'chores failed' })])
})
