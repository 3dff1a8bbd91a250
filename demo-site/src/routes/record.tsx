/** @jsxRuntime automatic @jsxImportSource hono/jsx */
import type { AuditEntry } from 'countersign'
import { Hono } from 'hono'
import { HTTPException } from 'hono/http-exception'
import { clinicAdmin } from '../auth/clinic-guard.ts'
import { listMembers } from '../data/members.ts'
import { render } from '../http/render.ts'
import type { Site, SiteEnv } from '../http/site.ts'
import { RecordCheckPage, RecordPage } from '../views/record-page.tsx'
import { isRecordKind, typesOf } from '../views/record-words.ts'

const path = '/clinics/:clinicId/record'
const entriesOnAPage = 25

/** What Countersign has recorded of the clinic's members. */
export function recordRoutes(site: Site): Hono<SiteEnv> {
  return new Hono<SiteEnv>()
    .get(path, async (c) => {
      const { clinic } = clinicAdmin(c)
      const members = await listMembers(site.db, clinic.clinicId)
      const kind = c.req.query('kind')
      const who = c.req.query('member') || null
      const before = c.req.query('before')?.slice(0, 200)
      if (who !== null && !members.some(({ userId }) => userId === who)) throw new HTTPException(404)
      const userIds = who === null ? members.map(({ userId }) => userId) : [who]
      const found = await readEntries(site, userIds, {
        ...(isRecordKind(kind) && { types: typesOf(kind) }),
        ...(before && { before }),
      })
      return render(
        c,
        <RecordPage
          page={c.var.page}
          clinicName={clinic.clinicName}
          members={members}
          entries={found.entries.filter((entry) => concerns(entry, clinic.clinicId))}
          filter={{ member: who, kind: isRecordKind(kind) ? kind : null }}
          older={found.older}
          isNewest={!before}
        />,
      )
    })
    .get(`${path}/check`, async (c) => {
      clinicAdmin(c)
      const { status, unsealed } = await site.twoFactor.audit.verify()
      const isIntact = status === 'intact'
      return render(c, <RecordCheckPage page={c.var.page} isIntact={isIntact} unsealed={unsealed.rows} />)
    })
}

/** One page of the entries of several people, the newest first: Countersign lists one person's, or everybody's. */
async function readEntries(
  site: Site,
  userIds: readonly string[],
  page: { types?: string[]; before?: string },
): Promise<{ entries: AuditEntry[]; older: string | null }> {
  const entries: AuditEntry[] = []
  for (const userId of userIds) {
    entries.push(...(await site.twoFactor.audit.list({ ...page, userId, limit: entriesOnAPage + 1 })))
  }
  const sorted = entries.sort((a, b) => (a.id < b.id ? 1 : -1))
  const shown = sorted.slice(0, entriesOnAPage)
  return { entries: shown, older: sorted.length > entriesOnAPage ? (shown.at(-1)?.id ?? null) : null }
}

/** What was decided about a member in another clinic is that clinic's affair. */
function concerns({ data }: AuditEntry, clinicId: string): boolean {
  return data.organizationId === undefined || data.organizationId === clinicId
}
