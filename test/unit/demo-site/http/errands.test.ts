import { expect, it } from 'vitest'
import { createErrands } from '../../../../demo-site/src/http/errands.ts'
import { createLog } from '../../../../demo-site/src/log.ts'

it('runs an errand after what started it, and outlives one that fails, without its words', async () => {
  const lines: string[] = []
  const errands = createErrands(createLog({ now: () => 0 }, (line) => lines.push(line) > 0))
  const order: string[] = []
  errands.start('first', async () => {
    order.push('errand')
    errands.start('second', async () => {
      throw new RangeError('a secret')
    })
  })
  await Promise.resolve()
  order.push('answer')
  await errands.settle()
  expect(order).toEqual(['answer', 'errand'])
  expect(lines).toHaveLength(1)
  expect(JSON.parse(lines[0] ?? '')).toMatchObject({
    level: 'error',
    event: 'second.failed',
    name: 'RangeError',
  })
  expect(lines[0]).not.toContain('secret')
})
