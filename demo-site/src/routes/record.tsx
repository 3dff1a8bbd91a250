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
      const entries = await site.twoFactor.audit.list({
        userId: who === null ? members.map(({ userId }) => userId) : who,
        ...(isRecordKind(kind) && { types: typesOf(kind) }),
        ...(before && { before }),
        // One more than is shown, to know whether there are older ones.
        limit: entriesOnAPage + 1,
      })
      const shown = entries.slice(0, entriesOnAPage)
      const older = entries.length > shown.length ? (shown.at(-1)?.id ?? null) : null
      return render(
        c,
        <RecordPage
          page={c.var.page}
          clinicName={clinic.clinicName}
          members={members}
          entries={shown.filter((entry) => concerns(entry, clinic.clinicId))}
          filter={{ member: who, kind: isRecordKind(kind) ? kind : null }}
          older={older}
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

/** What was decided about a member in another clinic is that clinic's affair. */
function concerns({ data }: AuditEntry, clinicId: string): boolean {
  return data.organizationId === undefined || data.organizationId === clinicId
}
