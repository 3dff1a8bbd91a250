import { createHash, createHmac, timingSafeEqual } from 'node:crypto'
import type { Row } from '../tables.ts'
import type { Keyring } from './keyring.ts'

type BareRow = Omit<Row<'audit'>, 'keyId' | 'mac' | 'checkpoint'>
type BareCheckpoint = Omit<Row<'checkpoints'>, 'keyId' | 'mac'>

/** Completes a row with the MAC over its stored text, under the current audit key. */
export function signAuditRow(row: BareRow, keyring: Keyring): Row<'audit'> {
  const keyId = keyring.current.id
  return { ...row, keyId, mac: macOf(describeRow(row, keyId), keyId, keyring), checkpoint: null }
}

/** Whether the row is as it was written; a row whose key is not there can't be shown to be. */
export function isAuditRowIntact(row: Row<'audit'>, keyring: Keyring): boolean {
  return isMac(row.mac, describeRow(row, row.keyId), row.keyId, keyring)
}

/** Completes a checkpoint with the MAC over it and the one before it. */
export function signCheckpoint(checkpoint: BareCheckpoint, keyring: Keyring): Row<'checkpoints'> {
  const keyId = keyring.current.id
  return { ...checkpoint, keyId, mac: macOf(describeCheckpoint(checkpoint, keyId), keyId, keyring) }
}

export function isCheckpointIntact(checkpoint: Row<'checkpoints'>, keyring: Keyring): boolean {
  return isMac(checkpoint.mac, describeCheckpoint(checkpoint, checkpoint.keyId), checkpoint.keyId, keyring)
}

/** Covers rows in the order in which they are given: one that is changed, gone or new gives another digest. */
export function digestRows(rows: readonly Pick<Row<'audit'>, 'id' | 'mac'>[]): string {
  const hash = createHash('sha256')
  for (const { id, mac } of rows) hash.update(`${JSON.stringify([id, mac])}\n`)
  return hash.digest('hex')
}

// JSON keeps the parts apart: no two rows have the same text.
function describeRow(row: BareRow, keyId: string): string {
  const { id, at, type, userId, actorId, address, data } = row
  return JSON.stringify(['countersign/audit/v1', keyId, id, at, type, userId, actorId, address, data])
}

function describeCheckpoint({ number, previous, size, digest, at }: BareCheckpoint, keyId: string): string {
  return JSON.stringify(['countersign/checkpoint/v1', keyId, number, previous, size, digest, at])
}

function macOf(text: string, keyId: string, keyring: Keyring): string {
  return createHmac('sha256', keyring.find(keyId).audit).update(text).digest('base64url')
}

function isMac(mac: string, text: string, keyId: string, keyring: Keyring): boolean {
  if (!keyring.has(keyId)) return false
  const [actual, expected] = [
    Buffer.from(mac, 'base64url'),
    Buffer.from(macOf(text, keyId, keyring), 'base64url'),
  ]
  return actual.length === expected.length && timingSafeEqual(actual, expected)
}
