import { describe, expect, it } from 'vitest'
import { findNamesake, tellApart } from '../../../../extension/src/core/namesakes.ts'
import { makeAccount } from './make-account.ts'

const host = 'harbour.example'
const wanted = { issuer: 'Harbour Practice', account: 'anna@harbour.example' }

describe('an account that a new one would be taken for', () => {
  it('has its names and its site, whatever its key is, and however the names are written', () => {
    const there = makeAccount({ issuer: ' harbour PRACTICE', secret: Uint8Array.of(1) })
    expect(findNamesake([makeAccount({ account: 'x' }), there], wanted, host)).toBe(there)
  })

  it.each([
    ['comes from no site', makeAccount(), null],
    ['is there without a site', makeAccount({ site: null }), host],
  ])('is found where one of the two %s', (_what, there, from) => {
    expect(findNamesake([there], wanted, from)).toBe(there)
  })

  it.each([
    ['another issuer', { issuer: 'Quay' }],
    ['another name', { account: 'mia' }],
    ['another site', { site: { host: 'quay.example', domain: null, otherHosts: [] } }],
  ])('is none with %s', (_what, changes) => {
    expect(findNamesake([makeAccount(changes)], wanted, host)).toBeUndefined()
  })

  it('is none where nothing has a name but the site is unknown', () => {
    const nameless = { issuer: '', account: '' }
    expect(findNamesake([makeAccount(nameless)], nameless, null)).toBeUndefined()
    expect(findNamesake([makeAccount(nameless)], nameless, host)).toBeDefined()
  })

  it('is the newest of several', () => {
    const accounts = [1, 3, 2].map((addedAt) => makeAccount({ addedAt }))
    expect(findNamesake(accounts, wanted, host)?.addedAt).toBe(3)
  })
})

describe('accounts that read the same in a list', () => {
  const day = Date.UTC(2026, 10, 20, 12)
  const add = (id: string, addedAt: number, issuer = 'Quay') => makeAccount({ id, addedAt, issuer })

  it('are told apart by their day, and by the time too where it is the same; others say nothing', () => {
    const later = 5 * 86_400_000
    const apart = tellApart([add('a', day), add('b', day + later), add('c', day, 'Bay')], 'en')
    expect([...apart]).toEqual([
      ['a', 'Nov 20, 2026'],
      ['b', 'Nov 25, 2026'],
    ])
    const sameDay = tellApart([add('a', day), add('b', day + 5000)], 'sv')
    expect(new Set(sameDay.values()).size).toBe(2)
    expect([...sameDay.values()].join()).toMatch(/^20 nov\. .*:00,20 nov\. .*:05$/)
  })

  it('are numbered where they were added in one second, and keep their numbers when they are moved', () => {
    const accounts = [add('a', day), add('b', day + 5000), add('c', day + 900)]
    const apart = tellApart(accounts, 'sv')
    expect([...apart.values()].join()).toMatch(/^20 nov\. .*:00 \(1\),20 nov\. .*:00 \(2\),20 nov\. .*:05$/)
    expect(apart.get('c')).toContain('(2)')
    expect(tellApart(accounts.toReversed(), 'sv')).toEqual(apart)
  })

  it('may do so without an issuer, by the site that stands for it', () => {
    const sites = ['one.example', 'two.example', 'one.example'].map((of) => ({
      host: of,
      domain: null,
      otherHosts: [],
    }))
    const accounts = sites.map((site, index) => makeAccount({ id: `${index}`, issuer: '', site }))
    expect([...tellApart(accounts, 'en').keys()]).toEqual(['0', '2'])
  })
})
