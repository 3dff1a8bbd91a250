import { randomBytes } from 'node:crypto'
import { createApp } from '../../demo-site/src/app.ts'
import { createAdjustableClock } from '../../demo-site/src/clock.ts'
import { readConfig } from '../../demo-site/src/config.ts'
import { openSqlite } from '../../demo-site/src/db/sqlite.ts'
import { createSiteTwoFactor } from '../../demo-site/src/two-factor.ts'
import { temporaryFolder } from './driver/temporary-folder.ts'

/** Not pages: what pages are made of, files to keep, and what programs ask. */
const NO_PAGE = /^\/(assets|api|test|health)\b|\/csv$|\/download$/

/** Every path that a GET reaches, as the demo site's own router has them. */
export async function listPagePaths(): Promise<string[]> {
  const folder = temporaryFolder('router')
  const config = readConfig({
    DATA_DIR: folder.path,
    COUNTERSIGN_KEY: randomBytes(32).toString('base64'),
  })
  const clock = createAdjustableClock({ now: () => Date.now() })
  const db = openSqlite(`${folder.path}/practice.db`)
  const twoFactor = createSiteTwoFactor(config, db, clock)
  try {
    const { routes } = createApp({ config, db, twoFactor, clock })
    const paths = routes.filter(({ method }) => method === 'GET').map(({ path }) => path)
    return [...new Set(paths)].filter((path) => !NO_PAGE.test(path))
  } finally {
    await twoFactor.close()
    await db.close()
    folder.remove()
  }
}
