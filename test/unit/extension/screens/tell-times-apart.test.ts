import { expect, it } from 'vitest'
import { tellTimesApart } from '../../../../extension/src/screens/tell-times-apart.ts'

const minute = new Date(2026, 10, 22, 17, 5).getTime()

it.each(['en', 'sv'])('times of one minute can be told apart in %s, and others are short', (language) => {
  const [first, second, other] = tellTimesApart([minute + 2000, minute + 41_000, minute + 60_000], language)
  expect(first).toMatch(/05:02/)
  expect(second).toMatch(/05:41/)
  expect(other).not.toMatch(/06:00/)
  expect(tellTimesApart([minute + 2000], language)[0]).not.toMatch(/05:02/)
})
