import { expect, it, vi } from 'vitest'
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

it('runs an errand at some moment of the next seconds, not at once and not at a known one', async () => {
  vi.useFakeTimers()
  try {
    const errands = createErrands(createLog({ now: () => 0 }, () => true))
    const moments: number[] = []
    for (let i = 0; i < 40; i++) errands.start('one', async () => moments.push(Date.now()))
    const start = Date.now()
    for (let i = 0; i < 50; i++) await vi.advanceTimersByTimeAsync(100)
    expect(moments).toHaveLength(40)
    const delays = moments.map((moment) => moment - start)
    expect(new Set(delays).size).toBeGreaterThan(20)
    expect(Math.max(...delays) - Math.min(...delays)).toBeGreaterThan(2000)
  } finally {
    vi.useRealTimers()
  }
})
