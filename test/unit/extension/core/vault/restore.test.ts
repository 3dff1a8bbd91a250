import { describe, expect, it } from 'vitest'
import type { VaultContents } from '../../../../../extension/src/core/vault/contents.ts'
import { previewRestore, restoreBackup } from '../../../../../extension/src/core/vault/restore.ts'
import { makeAccount, makeContents } from '../make-account.ts'

const make = (id: string, changes = {}) =>
  makeAccount({ id, issuer: id, account: '', secret: new TextEncoder().encode(id.toLowerCase()), ...changes })
const present = makeContents(
  [make('only-here'), make('same'), make('renamed-here', { updatedAt: 9e12 }), make('renamed-there')],
  { trash: [{ account: make('thrown-away'), trashedAt: 5 }] },
)
const backup = makeContents([
  make('same', { id: 'other-id' }),
  make('renamed-here', { issuer: 'Old name' }),
  make('renamed-there', { issuer: 'New name', updatedAt: 9e12 }),
  make('only-there'),
  make('thrown-away'),
])
const named = (issuer: string) => ({ issuer, account: '' })
const listNames = ({ accounts }: VaultContents) => accounts.map(({ issuer }) => issuer)

describe('merging a backup', () => {
  const { contents, result } = restoreBackup(backup, 'merge', 10)(present)

  it('adds what is missing, keeps what is here, and takes what was changed last', () => {
    expect(listNames(contents)).toEqual([
      'only-here',
      'same',
      'renamed-here',
      'New name',
      'only-there',
      'thrown-away',
    ])
    expect(contents.accounts.map(({ id }) => id)).toEqual([
      'only-here',
      'same',
      'renamed-here',
      'renamed-there',
      'only-there',
      'thrown-away',
    ])
    expect(contents.trash).toEqual([])
  })

  it('does what its preview said', () => {
    const preview = previewRestore(present, backup, 'merge', 10)
    expect(preview).toEqual({
      added: [named('only-there'), named('thrown-away')],
      changed: [named('New name')],
      same: 3,
      removed: [],
    })
    expect(result).toEqual(preview)
  })

  it('a second time changes nothing, and writes nothing', () => {
    expect(restoreBackup(backup, 'merge', 10)(contents).contents).toBe(contents)
  })
})

describe('replacing by a backup', () => {
  const { contents, result } = restoreBackup(backup, 'replace', 10)(present)

  it('leaves what the file has, and the rest in the trash', () => {
    expect(listNames(contents)).toEqual(['same', 'Old name', 'New name', 'only-there', 'thrown-away'])
    expect(contents.trash).toMatchObject([{ account: { id: 'only-here' }, trashedAt: 10 }])
    expect(result).toMatchObject({
      changed: [named('Old name'), named('New name')],
      same: 1,
      removed: [named('only-here')],
    })
  })

  it('takes the order of the file, but neither when it was last backed up nor when it locks', () => {
    const autoLock = { minutes: null, withSystem: false }
    const settings = { ...backup.settings, order: 'own' as const, lastBackupAt: 1, autoLock }
    const replaced = restoreBackup({ ...backup, settings }, 'replace', 10)(present)
    expect(replaced.contents.settings).toEqual({ ...present.settings, order: 'own' })
  })
})

describe.each(['merge', 'replace'] as const)('either way: %s', (mode) => {
  it('lets no counter go back', () => {
    const here = makeContents([
      make('a', { type: 'hotp', counter: 9 }),
      make('b', { type: 'hotp', counter: 1 }),
    ])
    const there = makeContents([
      make('a', { type: 'hotp', counter: 2 }),
      make('b', { type: 'hotp', counter: 5 }),
    ])
    const { contents } = restoreBackup(there, mode, 10)(here)
    expect(contents.accounts.map(({ counter }) => counter)).toEqual([9, 5])
  })

  it('keeps both names of a key that is in the file twice, one of what is there twice, and never two of one id', () => {
    const twice = [make('a'), make('a', { issuer: 'Again' }), make('a', { id: 'other' })]
    const file = makeContents([...twice, make('b', { id: 'x' })])
    const { contents, result } = restoreBackup(file, mode, 10)(makeContents([make('c', { id: 'x' })]))
    const ids = contents.accounts.map(({ id }) => id)
    expect(new Set(ids).size).toBe(ids.length)
    expect(listNames(contents).filter((name) => name !== 'c')).toEqual(['a', 'Again', 'b'])
    expect(result.added).toHaveLength(3)
    const again = restoreBackup(file, 'merge', 10)(contents)
    expect(again.contents).toBe(contents)
  })

  it('keeps the name and the counter of a key that a file has under two names', () => {
    const names = ['Clinic A', 'Clinic B']
    const file = makeContents(
      names.map((issuer, index) =>
        make('k', { id: issuer, issuer, type: 'hotp', counter: index * 95 + 5, note: issuer }),
      ),
    )
    const { contents } = restoreBackup(file, mode, 10)(makeContents([]))
    expect(contents.accounts.map(({ issuer, counter, note }) => [issuer, counter, note])).toEqual(
      names.map((name) => [name, 100, name]),
    )
  })

  it('lets no counter go back for what lies in a trash', () => {
    const counted = (counter: number) => make('k', { type: 'hotp', counter })
    const trash = [{ account: counted(3), trashedAt: 5 }]
    const { contents } = restoreBackup(
      makeContents([], { trash: [{ account: counted(9), trashedAt: 4 }] }),
      mode,
      10,
    )(makeContents([make('other')], { trash }))
    expect(contents.trash.filter(({ account }) => account.id === 'k')).toMatchObject([
      { account: { counter: 9 } },
    ])
  })
})
