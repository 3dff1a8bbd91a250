import { expect, it } from 'vitest'
import { judgePassword } from '../../../../extension/src/core/password-strength.ts'

it.each([
  ['', 'too_short'],
  ['1234567', 'too_short'],
  ['😀😀😀😀', 'too_short'],
  ['12345678', 'weak'],
  ['aaaaaaaaaaaaaaaaaaaaaaaa', 'weak'],
  ['abcdefghijklmnopqrstuvwxyz', 'weak'],
  ['password', 'weak'],
  ['ababababababababab', 'weak'],
  ['kHt9-rw2xqz', 'fair'],
  ['brevlåda hästsko moln kaffe', 'strong'],
])('"%s" is %s', (password, strength) => {
  expect(judgePassword(password)).toBe(strength)
})
