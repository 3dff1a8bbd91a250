import { domainToASCII } from 'node:url'
import { describe, expect, it } from 'vitest'
import { spellOutHost } from '../../../../extension/src/ui/spell-out-host.ts'

describe('an encoded host', () => {
  it.each([
    'räksmörgås.example',
    'пример.example',
    'harbоur.example',
    '例え.テスト',
    'faß.example',
    '💡.example',
    'a.ö.b',
  ])('is spelled out as %s', (host) => {
    expect(spellOutHost(domainToASCII(host))).toBe(host)
  })

  it.each(['harbour.example', 'localhost', '', 'xn.example', 'my-xn--x.example'])(
    '"%s" has nothing to spell out',
    (host) => {
      expect(spellOutHost(host)).toBeNull()
    },
  )

  it.each([
    'xn--\u0000.example',
    'xn--99999999.example',
    'xn--a-!.example',
    'xn--a.example',
    'xn--0ug0z.xn--zzzzzzzzzzzzz9.example',
  ])('%j is not made up', (host) => {
    expect(spellOutHost(host)).toBeNull()
  })
})
