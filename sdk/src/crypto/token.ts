import { hash } from 'node:crypto'
import type { Random } from '../ports.ts'

const TOKEN = /^[A-Za-z0-9_-]{43}$/
const ID = /^[A-Za-z0-9_-]{22}$/

/** 256 random bits as 43 base64url characters (ASVS 5.0 11.5.1). */
export function makeToken(random: Random): string {
  return Buffer.from(random.bytes(32)).toString('base64url')
}

/** 128 random bits, to name a row. Not a secret. */
export function makeId(random: Random): string {
  return Buffer.from(random.bytes(16)).toString('base64url')
}

/** Whether it can be one of ours. It comes back from a form: what can't never reaches the store. */
export const isId = (value: unknown): value is string => typeof value === 'string' && ID.test(value)

/** What is stored in the token's place; null for what can't be a token. */
export function hashToken(token: unknown): string | null {
  if (typeof token !== 'string' || !TOKEN.test(token)) return null
  return hash('sha256', `countersign/token/v1\0${token}`, 'hex')
}
