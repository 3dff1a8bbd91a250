import type { Database } from '../db/database.ts'
import type { RegionName } from '../regions.ts'

/**
 * Writes down whose database this is, at the first start. False when it is another region's: two sites on one database
 * would take each other's accounts for their own.
 */
export async function claimForRegion(db: Database, region: RegionName | null): Promise<boolean> {
  const name = region ?? 'none'
  await db.run('INSERT INTO site_region (one, region) VALUES (1, ?) ON CONFLICT DO NOTHING', name)
  const claimed = await db.get<{ region: string }>('SELECT region FROM site_region')
  return claimed?.region === name
}
