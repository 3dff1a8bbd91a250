import { hkdfSync } from 'node:crypto'
import type { KeyOption } from 'countersign'
import type { Config } from '../config.ts'
import type { Database, Statements } from '../db/database.ts'
import { openText, sealText } from './sealed-text.ts'

/** What a key is called in all that it has sealed. The first one had no number. */
export function keyIdOf(number: number): string {
  return number === 1 ? 'site' : `site-${number}`
}

interface KeyRow {
  number: number
  sealed: string
}

/**
 * Finds out which of the database's keys are at hand, before anything is sealed or opened with a wrong one. Of each key
 * the database has a number and a text that opens with nothing else: the first key gets its at the first start, a new one
 * at the first start at which the one before is among `oldKeys`.
 *
 * @returns the keys for Countersign, the one that seals first; null when the newest key of the database is not among them
 */
export async function claimKeys(
  db: Database,
  config: Pick<Config, 'key' | 'oldKeys' | 'region'>,
): Promise<KeyOption[] | null> {
  const { key, oldKeys, region } = config
  const opens = (secret: string, { number, sealed }: KeyRow) =>
    openText(sealed, deriveCheckKey(secret, region), placeOf(number)) !== null

  const [newest] = await listRows(db)
  if (!newest || (!opens(key, newest) && oldKeys.some((secret) => opens(secret, newest)))) {
    const number = (newest?.number ?? 0) + 1
    const sealed = sealText(keyIdOf(number), deriveCheckKey(key, region), placeOf(number))
    // Another process that starts at this moment may have been first: then its row is judged below.
    await db.run(
      'INSERT INTO site_keys (number, sealed) VALUES (?, ?) ON CONFLICT DO NOTHING',
      number,
      sealed,
    )
  }

  const rows = await listRows(db)
  if (!rows[0] || !opens(key, rows[0])) return null
  return rows.flatMap((row) => {
    const secret = [key, ...oldKeys].find((one) => opens(one, row))
    return secret === undefined ? [] : [{ id: keyIdOf(row.number), secret }]
  })
}

/** The newest first. */
function listRows(db: Statements): Promise<KeyRow[]> {
  return db.all('SELECT number, sealed FROM site_keys ORDER BY number DESC')
}

function deriveCheckKey(secret: string, region: Config['region']): Buffer {
  const derived = hkdfSync(
    'sha256',
    Buffer.from(secret, 'base64'),
    region ?? '',
    'harbour-practice key check',
    32,
  )
  return Buffer.from(derived)
}

function placeOf(number: number): string[] {
  return ['site_keys', String(number)]
}
