import { expect, it } from 'vitest'
import { limitTime } from '../../../../extension/src/platform/limit-time.ts'

it('work that never ends is waited for no longer than that', async () => {
  const begun = performance.now()
  expect(await limitTime(new Promise<string>(() => undefined), 30, 'instead')).toBe('instead')
  expect(performance.now() - begun).toBeGreaterThan(20)
})

it('work that ends in time counts, with its failure too, and nothing waits for the limit', async () => {
  const begun = performance.now()
  expect(await limitTime(Promise.resolve('done'), 60_000, 'instead')).toBe('done')
  await expect(limitTime(Promise.reject(new Error('broken')), 60_000, 'instead')).rejects.toThrow('broken')
  expect(performance.now() - begun).toBeLessThan(5000)
})
