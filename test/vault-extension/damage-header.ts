import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'

/** Flips a byte of one copy of the vault's header in a Firefox profile that nobody runs, as a failing disk would. */
export function damageHeader(profile: string): void {
  const files = readdirSync(profile, { recursive: true, encoding: 'utf8' })
  const names = files.filter((name) => /moz-extension.*idb.*\.sqlite$/.test(name))
  if (names.length === 0) throw new Error('The profile has no database of an extension.')
  let changed = 0
  for (const name of names) {
    const database = new DatabaseSync(join(profile, name))
    const row = database
      .prepare(
        `SELECT d.object_store_id AS store, d.key, d.data FROM object_data d JOIN object_store s ON s.id = d.object_store_id
         WHERE s.name = 'header' LIMIT 1`,
      )
      .get() as { store: number; key: Uint8Array; data: Uint8Array } | undefined
    if (row !== undefined) {
      row.data[2] = (row.data[2] ?? 0) ^ 255
      database
        .prepare('UPDATE object_data SET data = ? WHERE object_store_id = ? AND key = ?')
        .run(row.data, row.store, row.key)
      changed++
    }
    database.close()
  }
  if (changed !== 1) throw new Error(`${changed} headers were damaged instead of one.`)
}
