import { spawnSync } from 'node:child_process'
import { createCipheriv, randomBytes } from 'node:crypto'
import { copyFileSync, existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseKeyUri } from 'countersign/otp'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { noteBackup, recordBackup } from '../../../../../extension/src/core/account-changes.ts'
import { addAccount } from '../../../../../extension/src/core/accounts.ts'
import { restoreAccounts, trashAccounts } from '../../../../../extension/src/core/trash-changes.ts'
import { createBackup, needsBackup } from '../../../../../extension/src/core/vault/backup.ts'
import {
  openBackupFile,
  readBackupFile,
  writeBackupFile,
} from '../../../../../extension/src/core/vault/backup-file.ts'
import { kdfDefaults } from '../../../../../extension/src/core/vault/kdf.ts'
import {
  changeVault,
  createVault,
  lockVault,
  openVault,
  unlockVault,
} from '../../../../../extension/src/core/vault/vault.ts'
import { deriveWithArgon2 } from '../../../../../extension/src/workers/argon2.ts'
import { makeAccount, makeContents } from '../make-account.ts'
import { createMemoryVault, deriveFast } from './memory-vault.ts'

const password = 'five words for the file'
const accounts = [
  makeAccount(),
  makeAccount({
    id: 'b',
    issuer: 'Åre & co',
    account: '',
    type: 'hotp',
    counter: 7,
    algorithm: 'SHA512',
    digits: 8,
    secret: new Uint8Array([1, 2, 255]),
  }),
]
const contents = makeContents(accounts, {
  trash: [{ account: makeAccount({ id: 'c', digits: 7 }), trashedAt: 1 }],
})
let text: string

const openText = async (changed: string, typed = password, deriveKey = deriveFast) => {
  const read = readBackupFile(changed)
  return read.status === 'backup' ? openBackupFile(read.file, { password: typed, deriveKey }) : read
}
const change = (changes: object) => JSON.stringify({ ...JSON.parse(text), ...changes })

beforeAll(async () => {
  text = await writeBackupFile(contents, { password, deriveKey: deriveFast, createdAt: 1_800_000_000_000 })
})

describe('a backup file', () => {
  it('opens with its password, with every account and nothing of the trash', async () => {
    expect(await openText(text)).toEqual({ status: 'opened', contents: { ...contents, trash: [] } })
  })

  it('opens with no other password', async () => {
    expect(await openText(text, 'five words for the fill')).toEqual({ status: 'wrong' })
  })

  it('has neither names nor secrets in it', () => {
    expect(text).not.toMatch(/Harbour|anna|Åre/)
    expect(text).not.toContain(Buffer.from(accounts[0]?.secret ?? []).toString('base64'))
  })

  it('does not open when one character of it was changed, wherever that is', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.nat({ max: text.length - 1 }),
        fc.string({ minLength: 1, maxLength: 1 }),
        async (at, character) => {
          const changed = text.slice(0, at) + character + text.slice(at + 1)
          const isSame = (() => {
            try {
              return JSON.stringify(JSON.parse(changed)) === JSON.stringify(JSON.parse(text))
            } catch {
              return false
            }
          })()
          fc.pre(!isSame)
          expect((await openText(changed)).status).not.toBe('opened')
        },
      ),
      { numRuns: 300 },
    )
  })

  it('is refused before any memory is taken when it asks for too much, or too little', async () => {
    const { kdf } = JSON.parse(text)
    for (const changes of [
      { memory: 4_000_000 },
      { memory: 8 },
      { iterations: 1_000 },
      { parallelism: 64 },
      { algorithm: 'pbkdf2' },
    ]) {
      expect(readBackupFile(change({ kdf: { ...kdf, ...changes } }))).toEqual({ status: 'refused' })
    }
  })

  it('that says to be made at a time which is no date is none', () => {
    for (const createdAt of [9e15, 253_402_300_800_000, -1, 0.5, '5', null]) {
      expect(readBackupFile(change({ createdAt }))).toEqual({ status: 'not_a_backup' })
    }
    expect(readBackupFile(change({ createdAt: 253_402_300_799_999 }))).toMatchObject({ status: 'backup' })
  })

  it('brings no time that is no date', async () => {
    const late = makeAccount({ addedAt: 9e15, updatedAt: Number.MAX_SAFE_INTEGER })
    const made = await writeBackupFile(makeContents([late]), {
      password,
      deriveKey: deriveFast,
      createdAt: 5,
    })
    const opened = await openText(made)
    if (opened.status !== 'opened') throw new Error(opened.status)
    const [{ addedAt = 0, updatedAt = 0 } = {}] = opened.contents.accounts
    for (const time of [addedAt, updatedAt]) {
      expect(new Intl.DateTimeFormat('en-GB', { dateStyle: 'long' }).format(time)).toMatch(/9999|10000/)
    }
  })

  it('that a newer version wrote is not called broken', () => {
    expect(readBackupFile(change({ version: 2 }))).toEqual({ status: 'newer' })
  })

  it.each([
    '',
    '{',
    '[]',
    'null',
    '{"format":"countersign-backup"}',
    '{"format":"countersign-backup","version":1}',
  ])('is not what %j is', (other) => {
    expect(readBackupFile(other)).toEqual({ status: 'not_a_backup' })
  })

  it('is never read from anything else', () => {
    fc.assert(
      fc.property(fc.json(), (other) => {
        expect(readBackupFile(other).status).toBe('not_a_backup')
      }),
    )
  })
})

it('can be opened by a reader that has nothing of ours', async () => {
  const real = await writeBackupFile(contents, {
    password: 'brevla\u030ada',
    deriveKey: deriveWithArgon2,
    createdAt: 5,
  })
  const path = join(tmpdir(), `countersign-backup-${crypto.randomUUID()}.json`)
  writeFileSync(path, real)
  const script = new URL('../../../../../extension/docs/read-backup.mjs', import.meta.url).pathname
  const run = (typed: string, end = '\n') =>
    spawnSync(process.execPath, [script, path], { input: typed + end, encoding: 'utf8', cwd: tmpdir() })
  try {
    expect(run('brevlåda').stdout.trim().split('\n')).toEqual([
      'otpauth://totp/Harbour%20Practice:anna%40harbour.example?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ&issuer=Harbour%20Practice',
      'otpauth://hotp/%C3%85re%20%26%20co:?secret=AEBP6&issuer=%C3%85re%20%26%20co&algorithm=SHA512&digits=8&counter=7',
    ])
    expect(run('something else')).toMatchObject({ status: 1, stdout: '' })
    expect(run('brevlåda', '').stdout).toContain('otpauth://totp/')
    expect(run('', '')).toMatchObject({ status: 1, stdout: '' })
    const { kdf, ...rest } = JSON.parse(real)
    for (const odd of [{ parallelism: 0 }, { memory: 8 }, { iterations: 1e6 }, { algorithm: 'argon2d' }]) {
      writeFileSync(path, JSON.stringify({ ...rest, kdf: { ...kdf, ...odd } }))
      const { status, stderr } = run('brevlåda')
      expect([status, stderr.split('\n')]).toEqual([1, [expect.stringMatching(/^No password was tried/), '']])
    }
  } finally {
    rmSync(path)
  }
})

describe('the lone reader of what is no whole backup', () => {
  const script = new URL('../../../../../extension/docs/read-backup.mjs', import.meta.url).pathname
  const folder = mkdtempSync(join(tmpdir(), 'lone-reader-'))
  const path = join(folder, 'backup.json')
  const kdf = { ...kdfDefaults, memory: 19 * 1024, iterations: 2 }
  const read = (data: string | Uint8Array) => {
    writeFileSync(path, data)
    return spawnSync(process.execPath, [script, path], { input: password, encoding: 'utf8' })
  }
  afterAll(() => rmSync(folder, { recursive: true }))
  /** What is in it is sealed as the document says, whatever it is. */
  const sealAnything = async (inside: unknown) => {
    const salt = randomBytes(16)
    const facts = [kdf.algorithm, kdf.version, kdf.memory, kdf.iterations, kdf.parallelism]
    const data = JSON.stringify(['countersign-backup', 1, 5, ...facts, salt.toString('base64')])
    const key = await deriveWithArgon2(Buffer.from(password), salt, kdf)
    const nonce = randomBytes(12)
    const cipher = createCipheriv('aes-256-gcm', key, nonce).setAAD(Buffer.from(data))
    const text = Buffer.concat([cipher.update(JSON.stringify(inside)), cipher.final(), cipher.getAuthTag()])
    const [salted, nonced, ciphertext] = [salt, nonce, text].map((bytes) => bytes.toString('base64'))
    const named = { format: 'countersign-backup', version: 1, createdAt: 5, kdf }
    return JSON.stringify({ ...named, salt: salted, nonce: nonced, ciphertext })
  }

  it.each<[string, () => string | Uint8Array, RegExp]>([
    ['cut off', () => text.slice(0, 200), /^This is no Countersign backup, or not all of one\.\n$/],
    ['null', () => 'null', /^This is no Countersign backup/],
    ['of a newer version', () => change({ version: 2 }), /^This is no Countersign backup of version 1;/],
    ['without a ciphertext', () => change({ ciphertext: undefined }), /^The file is damaged: .+\n$/],
    ['with less than a tag', () => change({ ciphertext: 'AAAA' }), /^The file is damaged: .+\n$/],
    ['with a short salt', () => change({ salt: 'AAAA' }), /^The file is damaged: .+\n$/],
    ['without a nonce', () => change({ nonce: null }), /^The file is damaged: .+\n$/],
    ['without parameters', () => change({ kdf: null }), /^No password was tried: .+\n$/],
    ['too large', () => new Uint8Array(64 * 1024 * 1024 + 1), /^The file is larger than .+\n$/],
  ])('says what it is in a sentence: %s', (_name, make, sentence) => {
    expect(read(make())).toMatchObject({ status: 1, stdout: '', stderr: expect.stringMatching(sentence) })
  })

  it('says so where there is no file', () => {
    const { status, stderr } = spawnSync(process.execPath, [script, join(folder, 'gone')], {
      encoding: 'utf8',
    })
    expect([status, stderr]).toEqual([1, "The file can't be read (ENOENT).\n"])
  })

  it('prints nothing of contents that it does not know', async () => {
    const answers = []
    for (const inside of [{ version: 3, accounts: [] }, null, { version: 2, accounts: [{ issuer: 'x' }] }]) {
      answers.push(read(await sealAnything(inside)))
    }
    const after = (sentence: string) => ({ status: 1, stdout: '', stderr: `Password: ${sentence}\n` })
    const odd = after('What is in this backup is not as Countersign writes it.')
    const newer = after('A newer version of Countersign wrote what is in this backup.')
    expect(answers).toMatchObject([newer, odd, odd])
    expect(read(await sealAnything({ version: 2, accounts: [] }))).toMatchObject({ status: 0, stdout: '' })
  })

  it('prints every account, whatever its name holds', async () => {
    const secret = Buffer.from('12345678901234567890').toString('base64')
    const accounts = ['cut \ud83d', 'line\nbreak', '\u2069\u202e', 'Last'].map((issuer) => ({
      issuer,
      account: '\udc4b',
      secret,
    }))
    const { status, stdout, stderr } = read(await sealAnything({ version: 2, accounts }))
    expect([status, stderr]).toEqual([0, 'Password: '])
    const lines = stdout.trim().split('\n')
    expect(lines).toHaveLength(4)
    expect(lines[0]).toContain(
      'otpauth://totp/cut%20%EF%BF%BD:%EF%BF%BD?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ',
    )
    expect(lines[3]).toContain('Last')
  })

  it('prints names that the app reads back as they were', async () => {
    const names: [string, string][] = [
      ['Acme', 'anna'],
      ['Acme', ''],
      ['', 'anna'],
      ['', 'a:b'],
      ['Acme', 'a:b'],
      ['Acme', 'Acme:anna'],
      ['Acme:Corp', 'a'],
      ['Acme:Corp', 'a:b'],
      ['a/b?c#d&e%3A', 'x y+z'],
    ]
    const secret = Buffer.from('12345678901234567890').toString('base64')
    const accounts = names.map(([issuer, account]) => ({ issuer, account, secret }))
    const lines = read(await sealAnything({ version: 2, accounts }))
      .stdout.trim()
      .split('\n')
    const readBack = lines.map((line) => {
      const parsed = parseKeyUri(line)
      return parsed.status === 'ok' ? [parsed.account.issuer, parsed.account.account] : parsed
    })
    expect(readBack).toEqual(names)
  })

  it.runIf(existsSync('/usr/bin/script'))(
    'shows nothing of a password that is typed at a terminal',
    async () => {
      writeFileSync(path, await sealAnything({ version: 2, accounts: [] }))
      const command = `${process.execPath} ${script} ${path} --json`
      const typed = spawnSync('/usr/bin/script', ['-qec', command, '/dev/null'], {
        input: `${password}\n`,
        encoding: 'utf8',
      })
      expect(typed.stdout).toContain('"accounts": []')
      // The terminal itself repeats what comes before the reader listens, once; the reader never does.
      expect(typed.stdout.split('Password: ')[1]).not.toContain(password)
    },
  )
})

describe('the lone reader on a Node without Argon2id', () => {
  const script = new URL('../../../../../extension/docs/read-backup.mjs', import.meta.url).pathname
  const withoutArgon2 = `data:text/javascript,${encodeURIComponent(
    "import crypto from 'node:crypto'; import { syncBuiltinESMExports } from 'node:module'; delete crypto.argon2Sync; syncBuiltinESMExports()",
  )}`
  // The machine's own may be an old one, which never had it.
  const nodes = [process.execPath, '/usr/local/bin/node', '/usr/bin/node'].filter(
    (node) =>
      existsSync(node) && /^v[2-9]\d\./.test(spawnSync(node, ['--version'], { encoding: 'utf8' }).stdout),
  )
  const kdf = { ...kdfDefaults, memory: 19 * 1024, iterations: 2 }
  const folder = mkdtempSync(join(tmpdir(), 'lone-reader-'))
  const path = join(folder, 'backup.json')
  const run = (node: string, reader: string) =>
    spawnSync(node, ['--import', withoutArgon2, reader, path], { input: password, encoding: 'utf8' })
  beforeAll(async () => {
    const options = { password, deriveKey: deriveWithArgon2, createdAt: 5, kdf }
    writeFileSync(path, await writeBackupFile(contents, options))
  })
  afterAll(() => rmSync(folder, { recursive: true }))

  it.each(nodes)('takes hash-wasm: %s', (node) => {
    const { stdout, stderr } = run(node, script)
    expect([stdout.split('\n').length, stderr]).toEqual([3, 'Password: '])
    expect(stdout).toContain('otpauth://totp/Harbour%20Practice:anna%40harbour.example?secret=')
  })

  it('says what it needs where that is not there either', () => {
    const lone = join(folder, 'read-backup.mjs')
    copyFileSync(script, lone)
    expect(run(process.execPath, lone)).toMatchObject({
      status: 1,
      stdout: '',
      stderr: expect.stringMatching(/npm install hash-wasm, beside this file\.\n$/),
    })
  })
})

describe('the backup of a vault', () => {
  it('is made of the newest contents, and ends the reminder until an account is added', async () => {
    const { environment, clock } = createMemoryVault()
    await createVault(environment, { password, deriveKey: deriveFast })
    const add = (id: string) =>
      changeVault(
        environment,
        addAccount(makeAccount({ secret: new TextEncoder().encode(id) }), {
          id,
          site: null,
          addedAt: clock.now,
        }),
      )
    const current = async () => {
      const changed = await changeVault(environment, (present) => ({ contents: present, result: null }))
      if (changed.status !== 'saved') throw new Error(changed.status)
      return changed.contents
    }
    expect(needsBackup(await current())).toBe(false)
    await add('a')
    expect(needsBackup(await current())).toBe(true)
    clock.now += 1
    const { isHead } = environment.storage
    // Reading takes a while.
    environment.storage.isHead = async (...given) => {
      clock.now += 5
      return isHead(...given)
    }
    const begun = clock.now
    const backup = await createBackup(environment, { password, deriveKey: deriveFast })
    environment.storage.isHead = isHead
    if (backup.status !== 'created') throw new Error(backup.status)
    expect(backup.made).toEqual({ createdAt: begun, accounts: 1, ahead: [] })
    // It is made, and nobody has said that it is saved.
    expect(needsBackup(await current())).toBe(true)
    await changeVault(environment, recordBackup(backup.made, clock.now))
    expect(needsBackup(await current())).toBe(false)
    clock.now += 1
    await add('b')
    expect(needsBackup(await current())).toBe(true)
    await lockVault(environment)
    expect(await createBackup(environment, { password, deriveKey: deriveFast })).toEqual({ status: 'locked' })
  })

  it('can be confirmed after a lock and a restart, for what it holds and nothing that came since', async () => {
    const { environment, clock, session } = createMemoryVault()
    const unlock = async () => {
      await lockVault(environment)
      for (const name of Object.keys(session)) delete session[name]
      await unlockVault(environment, { password, deriveKey: deriveFast })
      const opened = await openVault(environment)
      if (opened.status !== 'open') throw new Error(opened.status)
      return opened.contents
    }
    await createVault(environment, { password, deriveKey: deriveFast })
    const add = (id: string) => {
      const secret = new TextEncoder().encode(id)
      return changeVault(
        environment,
        addAccount(makeAccount({ secret }), { id, site: null, addedAt: clock.now }),
      )
    }
    for (const id of ['a', 'b']) await add(id)
    await changeVault(environment, trashAccounts(['b'], clock.now))
    clock.now += 1000
    const backup = await createBackup(environment, { password, deriveKey: deriveFast })
    if (backup.status !== 'created') throw new Error(backup.status)
    await changeVault(environment, noteBackup(backup.made))
    const { settings } = await unlock()
    expect(settings).toMatchObject({
      lastBackupAt: null,
      madeBackup: { createdAt: clock.now, accounts: 1, ahead: [] },
    })
    const { madeBackup } = settings
    if (madeBackup === null) throw new Error('It was forgotten.')
    await changeVault(environment, recordBackup(madeBackup, clock.now))
    const confirmed = await unlock()
    expect(confirmed.settings).toMatchObject({ lastBackupAt: clock.now, madeBackup: null })
    expect(needsBackup(confirmed)).toBe(false)
  })

  it('that is confirmed late does not count for what came back after it was made', async () => {
    const made = { createdAt: 2000, accounts: 1, ahead: [] }
    const thrown = { account: makeAccount({ id: 'b', addedAt: 1 }), trashedAt: 1000 }
    const account = makeAccount({ addedAt: 1 })
    const { contents: noted } = noteBackup(made)(makeContents([account], { trash: [thrown] }))
    const { contents: back } = restoreAccounts(['b'])(noted)
    const { contents: saved } = recordBackup(made, 3000)(back)
    expect(saved.settings).toMatchObject({ lastBackupAt: 2000, madeBackup: null })
    expect(needsBackup(saved)).toBe(true)
    const added = addAccount(makeAccount({ secret: new Uint8Array([1]) }), {
      id: 'c',
      site: null,
      addedAt: 1500,
    })
    expect(needsBackup(recordBackup(made, 3000)(added(noted).contents).contents)).toBe(true)
    expect(needsBackup(recordBackup(made, 3000)(noted).contents)).toBe(false)
  })

  it('does not take away another that was made after it', () => {
    const made = { createdAt: 2000, accounts: 1, ahead: [] }
    const { contents: noted } = noteBackup(made)(makeContents([makeAccount()]))
    const { contents: saved } = recordBackup({ createdAt: 1000, ahead: [] }, 3000)(noted)
    expect(saved.settings).toMatchObject({ lastBackupAt: 1000, madeBackup: made })
  })

  it('that is older than the last one that was confirmed does not set the reminder back', () => {
    const contents = makeContents([makeAccount({ addedAt: 1500 })])
    const { contents: newer } = recordBackup({ createdAt: 2000, ahead: [] }, 3000)(contents)
    const { contents: saved } = recordBackup({ createdAt: 1000, ahead: [] }, 3000)(newer)
    expect(saved.settings.lastBackupAt).toBe(2000)
    expect(needsBackup(saved)).toBe(false)
  })

  it('ends the reminder about accounts too that were added while the clock was a year ahead', async () => {
    const { environment, clock } = createMemoryVault()
    await createVault(environment, { password, deriveKey: deriveFast })
    const year = 365 * 24 * 60 * 60_000
    const add = (id: string, addedAt: number) => {
      const secret = new TextEncoder().encode(id)
      return changeVault(environment, addAccount(makeAccount({ secret }), { id, site: null, addedAt }))
    }
    const backUp = async () => {
      const backup = await createBackup(environment, { password, deriveKey: deriveFast })
      if (backup.status !== 'created') throw new Error(backup.status)
      // Another window adds one before this one is confirmed.
      await add(crypto.randomUUID(), clock.now + 1)
      const saved = await changeVault(environment, recordBackup(backup.made, clock.now))
      if (saved.status !== 'saved') throw new Error(saved.status)
      return saved.contents
    }
    await add('a', clock.now + year)
    const [early, late] = (await backUp()).accounts
    expect([early?.addedAt, late?.addedAt]).toEqual([clock.now, clock.now + 1])
  })

  it('that was itself made while the clock was ahead does not hide what is added after it', () => {
    const settings = { ...contents.settings, lastBackupAt: 5000 }
    const add = addAccount(makeAccount(), { id: 'a', site: null, addedAt: 1000 })
    const { contents: added } = add(makeContents([], { settings }))
    expect(needsBackup(added)).toBe(true)
    const ahead = added.accounts.map(({ id }) => id)
    const { contents: saved } = recordBackup({ createdAt: 1001, ahead }, 1002)(added)
    expect(needsBackup(saved)).toBe(false)
    expect([saved.settings.lastBackupAt, saved.accounts[0]?.addedAt]).toEqual([1001, 1001])
  })
})
