/** @jsxRuntime automatic @jsxImportSource hono/jsx */
import { Hono } from 'hono'
import { signedIn } from '../auth/signed-in.ts'
import { render } from '../http/render.ts'
import { twoFactorSettings } from '../http/settings-path.ts'
import type { Site, SiteEnv } from '../http/site.ts'
import { ActivityPage } from '../views/activity-page.tsx'

const path = `${twoFactorSettings}/activity`
const perPage = 25

/** What Countersign's record says of this person, in plain words (`views/activity-words.ts`). */
export function activityRoutes(site: Site): Hono<SiteEnv> {
  return new Hono<SiteEnv>().get(path, async (c) => {
    const { id: userId } = signedIn(c).person
    const before = c.req.query('before')
    // One more than is shown, to know whether there is an older page.
    const found = await site.twoFactor.audit.list({
      userId,
      limit: perPage + 1,
      ...(before ? { before } : {}),
    })
    const entries = found.slice(0, perPage)
    const older = found.length > perPage ? (entries.at(-1)?.id ?? null) : null
    return render(c, <ActivityPage page={c.var.page} entries={entries} older={older} isNewest={!before} />)
  })
}
