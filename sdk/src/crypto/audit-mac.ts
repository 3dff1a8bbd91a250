import { createHmac, timingSafeEqual } from 'node:crypto'
import type { Row } from '../tables.ts'
import type { Keyring } from './keyring.ts'

/** Completes a row with the MAC over its stored text, under the current audit key. */
export function signAuditRow(row: Omit<Row<'audit'>, 'keyId' | 'mac'>, keyring: Keyring): Row<'audit'> {
  const keyId = keyring.current.id
  return { ...row, keyId, mac: mac(row, keyId, keyring).toString('base64url') }
}

/** Whether the row is as it was written; a row whose key is not there can't be shown to be. */
export function isAuditRowIntact(row: Row<'audit'>, keyring: Keyring): boolean {
  if (!keyring.has(row.keyId)) return false
  const expected = mac(row, row.keyId, keyring)
  const actual = Buffer.from(row.mac, 'base64url')
  return actual.length === expected.length && timingSafeEqual(actual, expected)
}

function mac(row: Omit<Row<'audit'>, 'keyId' | 'mac'>, keyId: string, keyring: Keyring): Buffer {
  const text = JSON.stringify([
    'countersign/audit/v1',
    keyId,
    row.id,
    row.at,
    row.type,
    row.userId,
    row.actorId,
    row.address,
    row.data,
  ])
  return createHmac('sha256', keyring.find(keyId).audit).update(text).digest()
}
