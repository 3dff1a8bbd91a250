import { beforeEach, expect, it } from 'vitest'
import { listNames } from '../../../../extension/src/manager/list-names.ts'
import { speak } from '../ui/speak.ts'

const name = (issuer: string, account = '') => ({ issuer, account })
const isolated = (text: string) => `\u2068${text}\u2069`
const many = (count: number) => Array.from({ length: count }, (_, index) => name(`N${index}`))

beforeEach(() => speak('en'))

it('are named by issuer and account, or by the one of them that there is', () => {
  expect(listNames([name('Quay', 'mia'), name('Bank'), name('', 'leo')], 'en')).toBe(
    `${isolated('Quay')} (${isolated('mia')}), ${isolated('Bank')}, and ${isolated('leo')}`,
  )
})

it('are all named up to five, and of more it is said how many there are besides', () => {
  expect(listNames(many(5), 'en').match(/N\d/g)).toHaveLength(5)
  const long = listNames(many(1239), 'en')
  expect(long.match(/N\d/g)).toHaveLength(5)
  expect(long).toContain('1,234')
  speak('sv')
  expect(listNames(many(1239), 'sv')).toContain('1\u00a0234')
})

it('neither reorder the line that they are in nor hide in it', () => {
  const line = listNames([name('\u202Eknab', 'a\u2069b'), name('Quay')], 'en')
  expect(line).not.toContain('\u202E')
  expect(line.match(/\u2068/g)).toHaveLength(3)
  expect(line.match(/\u2069/g)).toHaveLength(3)
})
