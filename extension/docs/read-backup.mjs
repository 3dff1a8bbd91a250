// Opens a Countersign backup file without Countersign and prints one key URI a line, or everything with --json:
//   node read-backup.mjs countersign-backup.json
// It asks for the password, or takes it from standard input. It needs Node 24.7 or newer for Argon2id; from Node 20
// on, `npm install hash-wasm` beside this file does as well. docs/backup-format.md describes what it reads.
import * as crypto from 'node:crypto'
import { readFileSync } from 'node:fs'
import { createInterface } from 'node:readline'

const [path, option] = process.argv.slice(2)
if (path === undefined) {
  console.error('node read-backup.mjs FILE [--json]')
  process.exit(2)
}
const file = JSON.parse(readFileSync(path, 'utf8'))
if (file.format !== 'countersign-backup' || file.version !== 1) {
  console.error('This is no Countersign backup of version 1.')
  process.exit(1)
}
const problem = findKdfProblem(file.kdf ?? {})
if (problem !== null) {
  console.error(`No password was tried: ${problem}`)
  process.exit(1)
}
const contents = await open(file, (await readPassword()).normalize('NFKC'))
if (contents === null) {
  console.error('The password is wrong, or the file was changed.')
  process.exit(1)
}
if (option === '--json') console.log(JSON.stringify(contents, null, 2))
else for (const account of contents.accounts) console.log(writeKeyUri(account))

async function open({ createdAt, kdf, salt, nonce, ciphertext }, password) {
  const key = await derive(Buffer.from(password), Buffer.from(salt, 'base64'), kdf)
  const context = ['countersign-backup', 1, createdAt, kdf.algorithm, kdf.version]
  const data = JSON.stringify([...context, kdf.memory, kdf.iterations, kdf.parallelism, salt])
  const sealed = Buffer.from(ciphertext, 'base64')
  const decipher = crypto.createDecipheriv('aes-256-gcm', key, Buffer.from(nonce, 'base64'))
  decipher.setAAD(Buffer.from(data))
  decipher.setAuthTag(sealed.subarray(-16))
  try {
    return JSON.parse(Buffer.concat([decipher.update(sealed.subarray(0, -16)), decipher.final()]))
  } catch {
    return null
  }
}

function findKdfProblem({ algorithm, version, ...numbers }) {
  if (algorithm !== 'argon2id' || version !== 19) return 'its key derivation is unknown.'
  const bounds = { memory: [19_456, 262_144], iterations: [2, 10], parallelism: [1, 4] }
  for (const [name, [least, most]] of Object.entries(bounds)) {
    const value = numbers[name]
    const isWithin = Number.isInteger(value) && value >= least && value <= most
    if (!isWithin) return `the key derivation's ${name} is ${value}, and only ${least} to ${most} is read.`
  }
  return null
}

async function derive(message, salt, { memory, iterations, parallelism }) {
  if (crypto.argon2Sync) {
    const parameters = { message, nonce: salt, memory, passes: iterations, parallelism, tagLength: 32 }
    return crypto.argon2Sync('argon2id', parameters)
  }
  const { argon2id } = await import('hash-wasm').catch(() => {
    console.error(
      'This Node has no Argon2id. Take Node 24.7, or run: npm install hash-wasm, beside this file.',
    )
    process.exit(1)
  })
  const parameters = { password: message, salt, memorySize: memory, iterations, parallelism }
  return argon2id({ ...parameters, hashLength: 32, outputType: 'binary' })
}

function readPassword() {
  const lines = createInterface({ input: process.stdin, output: process.stderr })
  return new Promise((resolve) => {
    // What is piped in may end without a line feed, or be nothing at all.
    lines.once('line', resolve)
    lines.once('close', () => resolve(''))
    lines.setPrompt('Password: ')
    lines.prompt()
  }).finally(() => lines.close())
}

function writeKeyUri({ issuer, account, secret, type = 'totp', algorithm, digits, period, counter = 0 }) {
  const label = [issuer, account].filter((part) => part !== '').map(encodeURIComponent)
  const query = new URLSearchParams({ secret: writeBase32(Buffer.from(secret, 'base64')) })
  const optional = { issuer: issuer || undefined, algorithm, digits, period }
  for (const [name, value] of Object.entries(optional)) if (value !== undefined) query.set(name, value)
  if (type === 'hotp') query.set('counter', counter)
  return `otpauth://${type}/${label.join(':')}?${query.toString().replaceAll('+', '%20')}`
}

function writeBase32(bytes) {
  const bits = [...bytes].map((byte) => byte.toString(2).padStart(8, '0')).join('')
  const groups = bits.match(/.{1,5}/g) ?? []
  return groups
    .map((group) => 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'[Number.parseInt(group.padEnd(5, '0'), 2)])
    .join('')
}
