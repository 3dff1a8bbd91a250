import { describe, expect, it } from 'vitest'
import {
  addAccount,
  allowHost,
  findDuplicate,
  nameAccount,
  sortAccounts,
  takeCounter,
} from '../../../../extension/src/core/accounts.ts'
import { makeAccount, makeContents } from './make-account.ts'

const place = { id: 'new', site: null, addedAt: 5 }

describe('an account that is added', () => {
  it('comes after those that are there', () => {
    const contents = makeContents([makeAccount({ id: 'old', digits: 8 })])
    const { contents: changed, result } = addAccount(makeAccount(), place)(contents)
    expect(result).toEqual({ status: 'added' })
    expect(changed.accounts.map(({ id }) => id)).toEqual(['old', 'new'])
    expect(contents.accounts).toHaveLength(1)
  })

  it('is not added twice, whatever it is called', () => {
    const contents = makeContents([makeAccount({ id: 'old', issuer: 'Other', account: 'x' })])
    const { contents: changed, result } = addAccount(makeAccount(), place)(contents)
    expect(result).toMatchObject({ status: 'duplicate', of: { id: 'old' } })
    expect(changed).toBe(contents)
  })

  it('keeps its secret when what was scanned is overwritten, and the other way round', () => {
    const scanned = makeAccount()
    const [added] = addAccount(scanned, place)(makeContents([])).contents.accounts
    added?.secret.fill(0)
    expect(scanned.secret).toEqual(makeAccount().secret)
  })

  it('goes on counting where its key in the trash stood', () => {
    const trash = [{ account: makeAccount({ type: 'hotp', counter: 5 }), trashedAt: 1 }]
    const { contents } = addAccount(makeAccount({ type: 'hotp' }), place)(makeContents([], { trash }))
    expect(contents.accounts.map(({ id, counter }) => [id, counter])).toEqual([['new', 5]])
    expect(contents.trash).toEqual(trash)
  })

  it.each([
    { digits: 8 },
    { period: 60 },
    { algorithm: 'SHA256' as const },
    { type: 'hotp' as const },
    { secret: new Uint8Array([1, 2, 3]) },
  ])('is another one with %j', (changes) => {
    expect(findDuplicate([makeAccount()], makeAccount(changes))).toBeUndefined()
  })

  it('is the same counter-based one wherever its counter stands', () => {
    const there = makeAccount({ type: 'hotp', counter: 9 })
    expect(findDuplicate([there], makeAccount({ type: 'hotp', counter: 1 }))).toBe(there)
  })
})

describe('an account that is set up anew with another key', () => {
  const old = makeAccount({
    id: 'old',
    issuer: 'Harbour practice',
    note: 'mine',
    pinned: true,
    addedAt: 3,
    site: { host: 'harbour.example', domain: null, otherHosts: ['two.example'] },
  })
  const before = makeContents([
    makeAccount({ id: 'a', issuer: 'A' }),
    old,
    makeAccount({ id: 'z', issuer: 'Z' }),
  ])
  const anew = makeAccount({ secret: Uint8Array.of(9) })
  const site = { host: 'harbour.example', domain: null, otherHosts: [] }

  it('takes the place of the old one where that is chosen, which goes to the trash whole', () => {
    const { contents, result } = addAccount(anew, { ...place, site, instead: 'old' })(before)
    expect(result).toEqual({ status: 'replaced' })
    expect(contents.accounts.map(({ id }) => id)).toEqual(['a', 'new', 'z'])
    expect(contents.accounts[1]).toEqual({ ...old, id: 'new', secret: anew.secret, addedAt: 5, updatedAt: 5 })
    expect(contents.trash).toEqual([{ account: old, trashedAt: 5 }])
  })

  it.each(['own', 'name'] as const)(
    'stays beside the old one where that is chosen, and is the first of the two in the order %s',
    (order) => {
      const ordered = { ...before, settings: { ...before.settings, order } }
      const { contents, result } = addAccount(anew, { ...place, site })(ordered)
      expect(result).toEqual({ status: 'added' })
      expect(contents.trash).toEqual([])
      const shown = sortAccounts(contents.accounts, 'en', order).map(({ id }) => id)
      expect(shown).toEqual(['new', 'old', 'a', 'z'])
      expect(contents.accounts.find(({ id }) => id === 'old')).toBe(old)
    },
  )

  it('is added all the same where another window has removed the old one meanwhile', () => {
    const { contents, result } = addAccount(anew, { ...place, instead: 'gone' })(makeContents([]))
    expect(result).toEqual({ status: 'added' })
    expect(contents.accounts.map(({ id }) => id)).toEqual(['new'])
  })
})

describe('a counter', () => {
  it('is used up by being taken', () => {
    const contents = makeContents([makeAccount({ type: 'hotp', counter: 4 }), makeAccount({ id: 'b' })])
    const taken = takeCounter('a1')(contents)
    expect(taken.result?.counter).toBe(4)
    expect(taken.contents.accounts.map(({ counter }) => counter)).toEqual([5, 0])
    expect(takeCounter('a1')(taken.contents).result?.counter).toBe(5)
  })

  it('that another account of the same key has used up is not taken again', () => {
    const both = ['a', 'b'].map((id) => makeAccount({ id, type: 'hotp', counter: 4 }))
    const first = takeCounter('a')(makeContents(both))
    const second = takeCounter('b')(first.contents)
    expect([first.result?.counter, second.result?.counter]).toEqual([4, 5])
    expect(second.contents.accounts.map(({ counter }) => counter)).toEqual([5, 6])
  })

  it('is not taken from an account that is gone or goes by time', () => {
    const contents = makeContents([makeAccount()])
    expect(takeCounter('a1')(contents)).toEqual({ contents, result: null })
    expect(takeCounter('gone')(contents)).toEqual({ contents, result: null })
  })
})

describe('a host that is allowed', () => {
  it('is written to its account only', () => {
    const contents = makeContents([makeAccount(), makeAccount({ id: 'b' })])
    const { contents: changed, result } = allowHost('a1', 'harbour.test', null, 7)(contents)
    expect(result).toBe(true)
    expect(changed.accounts.map(({ site }) => site?.otherHosts)).toEqual([['harbour.test'], []])
  })

  it('is a change of the account, and none where it was allowed before', () => {
    const contents = makeContents([makeAccount()])
    const { contents: changed } = allowHost('a1', 'harbour.test', null, 9e12)(contents)
    expect(changed.accounts).toMatchObject([{ updatedAt: 9e12 }])
    expect(allowHost('a1', 'harbour.test', null, 9.1e12)(changed).contents).toBe(changed)
  })

  it('is not written for an account that is gone', () => {
    const contents = makeContents([makeAccount()])
    expect(allowHost('gone', 'x.example', null, 7)(contents)).toEqual({ contents, result: false })
  })
})

describe('the list', () => {
  it('is in the order of the language', () => {
    const accounts = ['Öresund', 'Zebra', 'ärende', 'Apple 10', 'Apple 9'].map((issuer) =>
      makeAccount({ issuer }),
    )
    const order = (language: string) => sortAccounts(accounts, language).map(({ issuer }) => issuer)
    expect(order('sv')).toEqual(['Apple 9', 'Apple 10', 'Zebra', 'ärende', 'Öresund'])
    expect(order('en')).toEqual(['Apple 9', 'Apple 10', 'ärende', 'Öresund', 'Zebra'])
  })

  it('has the newest first of those that are called the same, whichever lies first in the vault', () => {
    const both = [1, 2].map((addedAt) => makeAccount({ id: `${addedAt}`, addedAt }))
    for (const accounts of [both, both.toReversed()])
      expect(sortAccounts(accounts, 'en').map(({ id }) => id)).toEqual(['2', '1'])
  })

  it('calls an account by its issuer, else by its site, else by itself', () => {
    expect(nameAccount(makeAccount())).toBe('Harbour Practice')
    expect(nameAccount(makeAccount({ issuer: '' }))).toBe('harbour.example')
    expect(nameAccount(makeAccount({ issuer: '', site: null }))).toBe('anna@harbour.example')
  })
})
