import { describe, expect, it } from 'vitest'
import {
  changeAutoLock,
  editAccount,
  findTooLong,
  recordBackup,
  undoEdit,
} from '../../../../extension/src/core/account-changes.ts'
import { allowHost, sortAccounts, takeCounter } from '../../../../extension/src/core/accounts.ts'
import {
  deleteFromTrash,
  restoreAccounts,
  trashAccounts,
} from '../../../../extension/src/core/trash-changes.ts'
import { createContents } from '../../../../extension/src/core/vault/contents.ts'
import { dropOldTrash, trashLifetime } from '../../../../extension/src/core/vault/trash.ts'
import { makeAccount, makeContents } from './make-account.ts'

const now = 1_800_000_000_000
const three = makeContents(
  ['a', 'b', 'c'].map((id) => makeAccount({ id, secret: new TextEncoder().encode(id) })),
)
const listIds = ({ accounts }: typeof three) => accounts.map(({ id }) => id)

describe('an edit', () => {
  it('changes what was asked for, trimmed, and nothing about the codes', () => {
    const { contents, result } = editAccount(
      'b',
      { issuer: ' Quay ', note: 'spare key', pinned: true },
      now,
    )(three)
    const before = three.accounts[1]
    expect(contents.accounts[1]).toEqual({
      ...before,
      issuer: 'Quay',
      note: 'spare key',
      pinned: true,
      updatedAt: now,
    })
    expect(result).toEqual({ status: 'edited', before, account: contents.accounts[1] })
    expect(contents.accounts[0]).toBe(three.accounts[0])
  })

  it('is undone, without letting a counter go back', () => {
    const counted = makeContents([makeAccount({ type: 'hotp', counter: 4 })])
    const edited = editAccount('a1', { issuer: 'Quay', forgotten: 'harbour.example' }, now)(counted)
    if (edited.result.status !== 'edited') throw new Error(edited.result.status)
    const used = takeCounter('a1')(edited.contents).contents
    const undone = undoEdit(edited.result, now + 1)(used)
    expect(undone.contents.accounts).toEqual([{ ...counted.accounts[0], counter: 5, updatedAt: now + 1 }])
  })

  it.each([
    ['gone', 'z', { issuer: 'x' }],
    ['unchanged', 'a', { issuer: 'Harbour Practice' }],
    ['nameless', 'a', { issuer: ' ', account: '' }],
    ['too_long', 'a', { issuer: `${'x'.repeat(255)}👋` }],
    ['too_long', 'a', { account: 'x'.repeat(257) }],
    ['too_long', 'a', { note: 'x'.repeat(2001), issuer: 'Quay' }],
  ])('is %s, and then nothing is written', (status, id, edits) => {
    const { contents, result } = editAccount(id, edits, now)(three)
    expect(result).toEqual({ status })
    expect(contents).toBe(three)
  })
})

it('a name as long as a code may have it is kept whole, and so is one that is not changed', () => {
  const name = `${'x'.repeat(254)}👋`
  const long = makeContents([makeAccount({ issuer: 'y'.repeat(9000) })])
  const { contents } = editAccount('a1', { account: ` ${name} `, note: 'safe' }, now)(long)
  expect(contents.accounts[0]).toMatchObject({ issuer: 'y'.repeat(9000), account: name, note: 'safe' })
  expect(findTooLong({ note: 'x'.repeat(2001) })).toEqual({ field: 'note', length: 2001, most: 2000 })
  expect(findTooLong({ issuer: name, account: ` ${name}`, note: '' })).toBe(null)
})

describe('what another window changed meanwhile', () => {
  const hosts = ['evil.harbour.example', 'old.harbour.example']
  const start = makeContents([
    makeAccount({ site: { host: 'harbour.example', domain: 'harbour.example', otherHosts: hosts } }),
  ])

  it('stays when the pin of this one is undone', () => {
    const { contents, result } = editAccount('a1', { pinned: true }, now)(start)
    if (result.status !== 'edited') throw new Error(result.status)
    const renamed = editAccount('a1', { issuer: 'Quay', note: 'in the safe' }, now)(contents).contents
    const bound = allowHost('a1', 'second.example', null, now)(renamed).contents
    const undone = undoEdit(result, now)(bound).contents.accounts[0]
    expect(undone).toEqual({ ...bound.accounts[0], pinned: false })
    expect(undone?.issuer).toBe('Quay')
  })

  it('is not taken back by undoing what it replaced', () => {
    const { contents, result } = editAccount('a1', { issuer: 'Quay' }, now)(start)
    if (result.status !== 'edited') throw new Error(result.status)
    const again = editAccount('a1', { issuer: 'Pier' }, now)(contents).contents
    expect(undoEdit(result, now)(again)).toEqual({ contents: again, result: { status: 'unchanged' } })
  })

  it('stays forgotten when another host is', () => {
    const first = editAccount('a1', { forgotten: 'evil.harbour.example' }, now)(start).contents
    const both = editAccount('a1', { forgotten: 'old.harbour.example' }, now)(first).contents
    expect(both.accounts[0]?.site).toEqual({
      host: 'harbour.example',
      domain: 'harbour.example',
      otherHosts: [],
    })
  })

  it('stays chosen when the other half of locking is', () => {
    const first = changeAutoLock({ minutes: 1 })(start).contents
    const both = changeAutoLock({ withSystem: false })(first)
    expect(both.contents.settings.autoLock).toEqual({ minutes: 1, withSystem: false })
    expect(changeAutoLock({ minutes: 0 })(first).contents).toBe(first)
  })
})

describe('the order', () => {
  it('has pinned accounts first, either way', () => {
    const { contents } = editAccount('c', { pinned: true }, now)(three)
    for (const order of ['name', 'own'] as const) {
      expect(sortAccounts(contents.accounts, 'en', order).map(({ id }) => id)).toEqual(['c', 'a', 'b'])
    }
  })
})

describe('the trash', () => {
  it('takes accounts, and gives them back', () => {
    const { contents, result } = trashAccounts(['a', 'c', 'z'], now)(three)
    expect(result).toEqual({ trashed: 2, order: ['a', 'b', 'c'] })
    expect(listIds(contents)).toEqual(['b'])
    expect(contents.trash.map(({ account, trashedAt }) => [account.id, trashedAt])).toEqual([
      ['a', now],
      ['c', now],
    ])
    const back = restoreAccounts(['a'])(contents)
    expect(back.result).toEqual({ restored: 1 })
    expect(back.contents.accounts).toEqual([three.accounts[1], three.accounts[0]])
    expect(back.contents.trash).toHaveLength(1)
  })

  it.each([
    [['a'], ['b', 'c'], ['a', 'b', 'c']],
    [['b'], ['a', 'c'], ['a', 'b', 'c']],
    [['c'], ['a', 'b'], ['a', 'b', 'c']],
    [
      ['a', 'b'],
      ['new', 'c'],
      ['new', 'a', 'b', 'c'],
    ],
    [['b'], ['c', 'new', 'a'], ['c', 'new', 'a', 'b']],
    [['b'], ['new'], ['new', 'b']],
  ])('gives %j back to their places between %j where it is undone', (ids, between, expected) => {
    const { contents, result } = trashAccounts(ids, now)(three)
    const since = { ...contents, accounts: between.map((id) => makeAccount({ id })) }
    expect(listIds(restoreAccounts(ids, result.order)(since).contents)).toEqual(expected)
  })

  it('gives a counter back at the highest that is known', () => {
    const old = makeAccount({ id: 'old', type: 'hotp', counter: 3 })
    const again = makeAccount({ id: 'new', type: 'hotp', counter: 8 })
    const contents = makeContents([again], { trash: [{ account: old, trashedAt: now }] })
    expect(restoreAccounts(['old'])(contents).contents.accounts[1]).toMatchObject({ id: 'old', counter: 8 })
  })

  it.each([
    { lastBackupAt: now - 1, addedAt: 1 },
    { lastBackupAt: now, addedAt: now + 1 },
  ])(
    'gives back what a backup of $lastBackupAt lacks as added right after it',
    ({ lastBackupAt, addedAt }) => {
      const settings = { ...createContents().settings, lastBackupAt }
      const trash = [{ account: makeAccount({ id: 'old', addedAt: 1 }), trashedAt: now }]
      const { contents } = restoreAccounts(['old'])(makeContents([], { trash, settings }))
      expect(contents.accounts).toMatchObject([{ id: 'old', addedAt }])
      expect(contents.settings).toEqual(settings)
    },
  )

  it('forgets an account for good only when asked, or after 30 days', () => {
    const { contents } = trashAccounts(['a', 'b'], now)(three)
    const { contents: left, result } = deleteFromTrash(['a'])(contents)
    expect(result).toEqual({ deleted: 1 })
    expect(left.trash.map(({ account }) => account.id)).toEqual(['b'])
    expect(dropOldTrash(left, now + trashLifetime - 1, now + trashLifetime)).toBe(left)
    expect(dropOldTrash(left, now + trashLifetime, now + trashLifetime - 1)).toBe(left)
    expect(dropOldTrash(left, now + trashLifetime, now + trashLifetime).trash).toEqual([])
  })

  it('writes nothing when there is nothing to do', () => {
    expect(trashAccounts(['z'], now)(three).contents).toBe(three)
    expect(restoreAccounts(['z'])(three).contents).toBe(three)
    expect(deleteFromTrash(['z'])(three).contents).toBe(three)
  })
})

it('a backup that is saved is noted, and nothing else of the settings', () => {
  const { contents } = recordBackup({ createdAt: 5, ahead: [] }, 3000)(three)
  expect(contents.settings).toEqual({ ...three.settings, lastBackupAt: 5 })
  expect(contents.accounts).toEqual(three.accounts)
})
