import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { allowHost } from '../../../../../extension/src/core/accounts.ts'
import { needsBackup } from '../../../../../extension/src/core/vault/backup.ts'
import type { VaultAccount, VaultContents } from '../../../../../extension/src/core/vault/contents.ts'
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
  const { contents, result } = restoreBackup(backup, 'merge', 10, 9)(present)

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
      reordered: false,
    })
    expect(result).toEqual(preview)
  })

  it('takes a host that was allowed last', () => {
    const file = allowHost('same', 'new.example', null, 9e12)(makeContents([make('same')])).contents
    const { contents: bound } = restoreBackup(file, 'merge', 10, 9)(makeContents([make('same')]))
    expect(bound.accounts[0]?.site?.otherHosts).toEqual(['new.example'])
  })

  it('a second time changes nothing, and writes nothing', () => {
    expect(restoreBackup(backup, 'merge', 10, 9)(contents).contents).toBe(contents)
  })
})

describe('merging accounts of one key', () => {
  const twin = (id: string, changes = {}) => make(id, { secret: new Uint8Array([7]), ...changes })
  const alpha = twin('Alpha', { note: 'work' })
  const beta = twin('Beta')
  const merge = (file: VaultAccount[], here: VaultAccount[], trash: VaultAccount[] = []) => {
    const trashed = trash.map((account) => ({ account, trashedAt: 5 }))
    return restoreBackup(makeContents(file), 'merge', 10, 9)(makeContents(here, { trash: trashed }))
  }

  it('brings the one back that is in the trash, and leaves the other as it is', () => {
    const { contents, result } = merge([alpha, beta], [beta], [alpha])
    expect(contents.accounts).toEqual([beta, alpha])
    expect(contents.trash).toEqual([])
    expect(result).toMatchObject({ added: [named('Alpha')], changed: [], same: 1 })
  })

  it('leaves in the trash what has another name or another note, under an id of its own', () => {
    const trash = [beta, { ...alpha, note: 'home' }]
    const { contents } = merge([alpha], [], trash)
    expect(contents.accounts).toMatchObject([{ issuer: 'Alpha', note: 'work' }])
    expect(contents.accounts[0]?.id).not.toBe('Alpha')
    expect(contents.trash.map(({ account }) => account)).toEqual(trash)
  })

  it('takes no account for another one that the trash still has', () => {
    const { contents } = merge([{ ...alpha, updatedAt: 9e12 }], [beta], [alpha])
    expect(listNames(contents)).toEqual(['Beta', 'Alpha'])
  })

  it('knows again what was renamed, and what was added anew under another name', () => {
    const later = { issuer: 'Gamma', updatedAt: 9e12 }
    expect(merge([{ ...beta, ...later }], [beta]).contents.accounts).toMatchObject([{ id: 'Beta', ...later }])
    expect(merge([twin('x', later)], [beta]).contents.accounts).toMatchObject([{ id: 'Beta', ...later }])
  })

  it('loses no account of the file, of the list or of the trash', () => {
    const name = fc.constantFrom('Alpha', 'Beta', 'Gamma')
    const changes = fc.record({ issuer: name, note: fc.constantFrom('', 'work'), updatedAt: fc.nat(3) })
    const id = fc.constantFrom('1', '2', '3', '4', '5')
    const account = fc
      .tuple(id, fc.nat(1), changes)
      .map(([chosen, key, more]) => make(chosen, { secret: new Uint8Array([key]), ...more }))
    const uniqueIds = { selector: ({ id: chosen }: VaultAccount) => chosen, maxLength: 4 }
    const lists = [fc.uniqueArray(account, uniqueIds), fc.uniqueArray(account, uniqueIds)] as const
    const nameKey = ({ secret, issuer }: VaultAccount) => `${secret} ${issuer}`
    fc.assert(
      fc.property(...lists, fc.nat(4), (file, own, cut) => {
        const here = own.slice(cut)
        const { contents, result } = merge(file, here, own.slice(0, cut))
        const after = contents.accounts.map(nameKey)
        const isLost = (one: VaultAccount) => !after.includes(nameKey(one))
        // A name is left behind only by a rename, which is told, or of which the list has the later name.
        expect(new Set(here.filter(isLost).map(nameKey)).size).toBeLessThanOrEqual(result.changed.length)
        for (const { secret } of file.filter(isLost))
          expect(here.map((one) => `${one.secret}`)).toContain(`${secret}`)
        for (const { secret } of [...here, ...file]) {
          const listed = (list: VaultAccount[]) => list.filter((one) => `${one.secret}` === `${secret}`)
          const names = new Set(listed(file).map(nameKey)).size
          expect(listed(contents.accounts).length).toBeGreaterThanOrEqual(
            Math.max(names, listed(here).length),
          )
        }
        const all = [...contents.accounts, ...contents.trash.map(({ account }) => account)]
        const entry = (one: VaultAccount) => `${nameKey(one)} ${one.note}`
        for (const trashed of own.slice(0, cut)) expect(all.map(entry)).toContain(entry(trashed))
        expect(new Set(all.map(({ id: one }) => one)).size).toBe(all.length)
      }),
      { numRuns: 400 },
    )
  })
})

describe('replacing by a backup', () => {
  const { contents, result } = restoreBackup(backup, 'replace', 10, 9)(present)

  it.each(['merge', 'replace'] as const)(
    'takes what it has out of the trash, whatever its id there: %s',
    (mode) => {
      const trash = [
        { account: make('same', { id: 'twin' }), trashedAt: 5 },
        { account: make('same', { id: 'other', note: 'home' }), trashedAt: 6 },
      ]
      const restored = restoreBackup(makeContents([make('same')]), mode, 10, 9)(makeContents([], { trash }))
      expect(restored.contents.accounts).toMatchObject([{ issuer: 'same' }])
      expect(restored.contents.trash).toEqual(trash.slice(1))
    },
  )

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
    const replaced = restoreBackup({ ...backup, settings }, 'replace', 10, 9)(present)
    expect(replaced.contents.settings).toEqual({ ...present.settings, order: 'own' })
  })
})

describe('the order of a list', () => {
  const own = { ...present.settings, order: 'own' as const }
  const list = (...ids: string[]) =>
    makeContents(
      ids.map((id) => make(id)),
      { settings: own },
    )

  it('is that of the file after replacing, and the preview says when it is another', () => {
    const { contents, result } = restoreBackup(
      list('Zed', 'Mid', 'Abe'),
      'replace',
      10,
      9,
    )(list('Zed', 'Abe'))
    expect(listNames(contents)).toEqual(['Zed', 'Mid', 'Abe'])
    expect(result.reordered).toBe(false)
    const turned = restoreBackup(list('Abe', 'Zed'), 'replace', 10, 9)(list('Zed', 'Abe'))
    expect(listNames(turned.contents)).toEqual(['Abe', 'Zed'])
    expect(turned.result).toMatchObject({ same: 2, reordered: true })
    const byName = { ...list('Zed', 'Abe'), settings: present.settings }
    expect(previewRestore(byName, list('Zed', 'Abe'), 'replace', 10).reordered).toBe(true)
    expect(
      previewRestore(byName, { ...list('Abe', 'Zed'), settings: present.settings }, 'replace', 10),
    ).toMatchObject({
      reordered: false,
    })
  })

  it('stays as it is after merging', () => {
    const { contents, result } = restoreBackup(list('New', 'Abe', 'Zed'), 'merge', 10, 9)(list('Zed', 'Abe'))
    expect(listNames(contents)).toEqual(['Zed', 'Abe', 'New'])
    expect(result.reordered).toBe(false)
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
    const { contents } = restoreBackup(there, mode, 10, 9)(here)
    expect(contents.accounts.map(({ counter }) => counter)).toEqual([9, 5])
  })

  it('keeps both names of a key that is in the file twice, one of what is there twice, and never two of one id', () => {
    const twice = [make('a'), make('a', { issuer: 'Again' }), make('a', { id: 'other' })]
    const file = makeContents([...twice, make('b', { id: 'x' })])
    const { contents, result } = restoreBackup(file, mode, 10, 9)(makeContents([make('c', { id: 'x' })]))
    const ids = contents.accounts.map(({ id }) => id)
    expect(new Set(ids).size).toBe(ids.length)
    expect(listNames(contents).filter((name) => name !== 'c')).toEqual(['a', 'Again', 'b'])
    expect(result.added).toHaveLength(3)
    const again = restoreBackup(file, 'merge', 10, 9)(contents)
    expect(again.contents).toBe(contents)
  })

  it('keeps the name and the counter of a key that a file has under two names', () => {
    const names = ['Clinic A', 'Clinic B']
    const file = makeContents(
      names.map((issuer, index) =>
        make('k', { id: issuer, issuer, type: 'hotp', counter: index * 95 + 5, note: issuer }),
      ),
    )
    const { contents } = restoreBackup(file, mode, 10, 9)(makeContents([]))
    expect(contents.accounts.map(({ issuer, counter, note }) => [issuer, counter, note])).toEqual(
      names.map((name) => [name, 100, name]),
    )
  })

  it('reminds of what comes back and is not in the last backup file', () => {
    const settings = { ...present.settings, lastBackupAt: 100 }
    const here = makeContents([make('a', { addedAt: 60 })], { settings })
    const file = (...accounts: VaultAccount[]) => makeContents(accounts)
    const after = (backed: VaultContents) => needsBackup(restoreBackup(backed, mode, 200, 9)(here).contents)
    expect(after(file(make('a', { addedAt: 50, updatedAt: 9e12, note: 'x' })))).toBe(false)
    expect(after(file(make('a'), make('b', { addedAt: 50 })))).toBe(true)
    const fresh = makeContents([make('a', { addedAt: 150 })], { settings })
    const changed = file(make('a', { addedAt: 50, updatedAt: 9e12, note: 'x' }))
    expect(needsBackup(restoreBackup(changed, mode, 200, 9)(fresh).contents)).toBe(true)
    const trash = [{ account: make('b', { addedAt: 50 }), trashedAt: 150 }]
    const thrown = restoreBackup(file(make('a', { addedAt: 50 }), make('b', { addedAt: 50 })), mode, 200, 9)
    expect(needsBackup(thrown(makeContents(here.accounts, { settings, trash })).contents)).toBe(false)
  })

  it('counts as the backup of a vault that holds nothing else, and of no other', () => {
    const file = makeContents([make('a', { addedAt: 50 }), make('b', { addedAt: 150 })])
    const restore = (here: VaultContents, createdAt = 100) =>
      restoreBackup(file, mode, 200, createdAt)(here).contents
    const fresh = restore(makeContents([]))
    expect(fresh.settings.lastBackupAt).toBe(100)
    expect(needsBackup(fresh)).toBe(false)
    const settings = {
      ...fresh.settings,
      lastBackupAt: 90,
      madeBackup: { createdAt: 95, accounts: 1, ahead: [] },
    }
    expect(restore(makeContents([], { settings })).settings).toMatchObject({
      lastBackupAt: 100,
      madeBackup: null,
    })
    const trash = [{ account: make('c', { addedAt: 50 }), trashedAt: 150 }]
    for (const here of [makeContents([make('c')]), makeContents([make('a')]), makeContents([], { trash })]) {
      const restored = restore(here)
      expect(restored.settings.lastBackupAt).toBe(null)
      expect(needsBackup(restored)).toBe(true)
    }
    const older = restore(makeContents([], { settings }), 80)
    expect(older.settings).toMatchObject({ lastBackupAt: 90, madeBackup: settings.madeBackup })
    expect(needsBackup(older)).toBe(true)
    expect(restoreBackup(makeContents([]), 'merge', 200, 100)(makeContents([])).contents).toEqual(
      makeContents([]),
    )
  })

  it('lets no counter go back for what lies in a trash', () => {
    const counted = (counter: number) => make('k', { type: 'hotp', counter })
    const trash = [{ account: counted(3), trashedAt: 5 }]
    const { contents } = restoreBackup(
      makeContents([], { trash: [{ account: counted(9), trashedAt: 4 }] }),
      mode,
      10,
      9,
    )(makeContents([make('other')], { trash }))
    expect(contents.trash.filter(({ account }) => account.id === 'k')).toMatchObject([
      { account: { counter: 9 } },
    ])
  })
})
