// Opens a Countersign backup file without Countersign and prints one key URI a line, or everything with --json:
//   node read-backup.mjs countersign-backup.json
// It asks for the password, or takes it from standard input. It needs Node 24.7 or newer for Argon2id; from Node 20
// on, `npm install hash-wasm` beside this file does as well. docs/backup-format.md describes what it reads.
import * as crypto from 'node:crypto'
import { readFileSync, statSync } from 'node:fs'
import { createInterface } from 'node:readline'
import { Writable } from 'node:stream'

const [path, option] = process.argv.slice(2)
if (path === undefined) end('node read-backup.mjs FILE [--json]', 2)
const file = readBackup(path)
const problem = findKdfProblem(file.kdf ?? {})
if (problem !== null) end(`No password was tried: ${problem}`)
const plaintext = await open(file, (await readPassword()).normalize('NFKC'))
if (plaintext === null) end('The password is wrong, or the file was changed.')
const contents = readContents(plaintext)
if (option === '--json') console.log(JSON.stringify(contents, null, 2))
else for (const account of contents.accounts) console.log(writeKeyUri(account))

function end(sentence, status = 1) {
  console.error(sentence)
  process.exit(status)
}

function readBackup(path) {
  let text
  try {
    // One byte a character: all of it is ASCII.
    if (statSync(path).size > 64 * 1024 * 1024) end('The file is larger than any Countersign backup.')
    text = readFileSync(path, 'utf8')
  } catch (error) {
    end(`The file can't be read (${error.code}).`)
  }
  const file = parseJson(text)
  if (file?.format !== 'countersign-backup') end('This is no Countersign backup, or not all of one.')
  if (file.version !== 1) end('This is no Countersign backup of version 1; a newer reader may know it.')
  const isWhole =
    Number.isSafeInteger(file.createdAt) &&
    readBytes(file.salt)?.length === 16 &&
    readBytes(file.nonce)?.length === 12 &&
    readBytes(file.ciphertext)?.length >= 16
  if (!isWhole) end('The file is damaged: a part of it is missing, or is not as it was written.')
  return file
}

function parseJson(text) {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}

function readBytes(value) {
  if (typeof value !== 'string') return null
  const bytes = Buffer.from(value, 'base64')
  return bytes.toString('base64') === value ? bytes : null
}

async function open({ createdAt, kdf, salt, nonce, ciphertext }, password) {
  const key = await derive(Buffer.from(password), readBytes(salt), kdf)
  const context = ['countersign-backup', 1, createdAt, kdf.algorithm, kdf.version]
  const data = JSON.stringify([...context, kdf.memory, kdf.iterations, kdf.parallelism, salt])
  const sealed = readBytes(ciphertext)
  const decipher = crypto.createDecipheriv('aes-256-gcm', key, readBytes(nonce), { authTagLength: 16 })
  decipher.setAAD(Buffer.from(data))
  decipher.setAuthTag(sealed.subarray(-16))
  try {
    return Buffer.concat([decipher.update(sealed.subarray(0, -16)), decipher.final()])
  } catch {
    return null
  }
}

function readContents(plaintext) {
  const contents = parseJson(plaintext.toString())
  // Version 1 left nothing out of an account, and is read as version 2 is.
  if (contents?.version > 2) end('A newer version of Countersign wrote what is in this backup.')
  const areTexts = (...values) => values.every((value) => typeof value === 'string')
  const isWhole =
    [1, 2].includes(contents?.version) &&
    Array.isArray(contents.accounts) &&
    contents.accounts.every((one) => areTexts(one?.issuer, one?.account, one?.secret))
  if (!isWhole) end('What is in this backup is not as Countersign writes it.')
  return contents
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
  const { argon2id } = await import('hash-wasm').catch(() =>
    end('This Node has no Argon2id. Take Node 24.7, or run: npm install hash-wasm, beside this file.'),
  )
  const parameters = { password: message, salt, memorySize: memory, iterations, parallelism }
  return argon2id({ ...parameters, hashLength: 32, outputType: 'binary' })
}

function readPassword() {
  const isTyped = process.stdin.isTTY === true
  // At a terminal the line would repeat what is typed: it goes nowhere.
  const nowhere = new Writable({ write: (_chunk, _encoding, done) => done() })
  const lines = createInterface({ input: process.stdin, output: nowhere, terminal: isTyped })
  process.stderr.write('Password: ')
  return new Promise((resolve) => {
    // What is piped in may end without a line feed, or be nothing at all.
    lines.once('line', resolve)
    lines.once('close', () => resolve(''))
    lines.once('SIGINT', () => end('', 130))
  }).finally(() => {
    lines.close()
    if (isTyped) process.stderr.write('\n')
  })
}

function writeKeyUri({ issuer, account, secret, type = 'totp', algorithm, digits, period, counter = 0 }) {
  const query = new URLSearchParams({ secret: writeBase32(Buffer.from(secret, 'base64')) })
  const optional = { issuer: issuer || undefined, algorithm, digits, period }
  for (const [name, value] of Object.entries(optional)) if (value !== undefined) query.set(name, value)
  if (type === 'hotp') query.set('counter', counter)
  return `otpauth://${type}/${writeLabel(issuer, account)}?${query.toString().replaceAll('+', '%20')}`
}

// A label is split at its first colon: before a name that has one stands an empty issuer, and one that has one itself is
// in its parameter only.
function writeLabel(issuer, account) {
  if (issuer !== '' && !issuer.includes(':')) return `${encodePart(issuer)}:${encodePart(account)}`
  return `${account.includes(':') ? ':' : ''}${encodePart(account)}`
}

// Half of a character, which a name may hold, can't be written in an address: it becomes U+FFFD.
function encodePart(text) {
  return encodeURIComponent(text.toWellFormed())
}

function writeBase32(bytes) {
  const bits = [...bytes].map((byte) => byte.toString(2).padStart(8, '0')).join('')
  const groups = bits.match(/.{1,5}/g) ?? []
  return groups
    .map((group) => 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'[Number.parseInt(group.padEnd(5, '0'), 2)])
    .join('')
}
