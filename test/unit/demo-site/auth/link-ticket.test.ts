import { describe, expect, it } from 'vitest'
import { deriveSiteKeys } from '../../../../demo-site/src/auth/keys.ts'
import { addTicket, isLinkText, readTicket, tokenOf } from '../../../../demo-site/src/auth/link-ticket.ts'

const key = (byte: number) => Buffer.alloc(32, byte).toString('base64')
const keysOf = (config: { key: string; oldKeys?: string[]; region?: 'uk' | 'se' | null }) =>
  deriveSiteKeys({ oldKeys: [], region: null, smtpUrl: null, ...config }).linkTickets
const token = 'T'.repeat(43)
const facts = { clinicId: 'harbour', address: 'nell@somewhere.example', inviterId: 'olivia' }

describe('the ticket of a mailed link', () => {
  const keys = keysOf({ key: key(1) })
  const link = addTicket(token, keys, 'invitation', facts)

  it('tells the site what the link was about, and nobody else', () => {
    expect(tokenOf(link)).toBe(token)
    expect(readTicket(link, keys, 'invitation')).toEqual(facts)
    expect(isLinkText(link)).toBe(true)
    const [, sealed = ''] = link.split('.')
    expect(Buffer.from(sealed, 'base64url').toString('latin1')).not.toMatch(/harbour|nell|olivia/)
    expect(addTicket(token, keys, 'invitation', facts)).not.toBe(link)
  })

  it('belongs to its token, its kind and its site', () => {
    const [, sealed = ''] = link.split('.')
    expect(readTicket(`${'U'.repeat(43)}.${sealed}`, keys, 'invitation')).toBeNull()
    expect(readTicket(link, keys, 'admin_request')).toBeNull()
    expect(readTicket(link, keysOf({ key: key(2) }), 'invitation')).toBeNull()
    expect(readTicket(link, keysOf({ key: key(1), region: 'se' }), 'invitation')).toBeNull()
  })

  it('is read after a change of the key, as long as the old one is at hand', () => {
    expect(readTicket(link, keysOf({ key: key(2), oldKeys: [key(1)] }), 'invitation')).toEqual(facts)
    const newer = addTicket(token, keysOf({ key: key(2), oldKeys: [key(1)] }), 'invitation', facts)
    expect(readTicket(newer, keysOf({ key: key(2) }), 'invitation')).toEqual(facts)
  })

  it.each(['', '.', token, `${token}.`, `${token}.x`, `${token}..`, `${token}.%00`, `${link}.x`, `${link}A`])(
    'is none in %j',
    (given) => {
      expect(readTicket(given, keys, 'invitation')).toBeNull()
    },
  )

  it('is damaged by any other byte', () => {
    for (let at = token.length + 1; at < link.length - 1; at += 7) {
      const other = link[at] === 'A' ? 'B' : 'A'
      expect(readTicket(link.slice(0, at) + other + link.slice(at + 1), keys, 'invitation')).toBeNull()
    }
  })

  it('is kept in a cookie with a link of ours only', () => {
    for (const text of [
      '',
      'x',
      `${token};a`,
      `${token}.a b`,
      `${token}.a.b`,
      `${token}.${'a'.repeat(1001)}`,
    ])
      expect(isLinkText(text)).toBe(false)
  })
})
