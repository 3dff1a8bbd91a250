/** @jsxRuntime automatic @jsxImportSource hono/jsx */
import { Hono } from 'hono'
import { HTTPException } from 'hono/http-exception'
import { clinicAdmin } from '../auth/clinic-guard.ts'
import { listMembers } from '../data/members.ts'
import { render } from '../http/render.ts'
import type { Site, SiteEnv } from '../http/site.ts'
import { RecordCheckPage, RecordPage } from '../views/record-page.tsx'
import { isRecordKind, typesOf } from '../views/record-words.ts'
import { readClinicEntries } from './clinic-entries.ts'

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
      const { entries, older } = await readClinicEntries(site, {
        clinicId: clinic.clinicId,
        userId: who === null ? members.map(({ userId }) => userId) : who,
        ...(isRecordKind(kind) && { types: typesOf(kind) }),
        before,
        count: entriesOnAPage,
      })
      return render(
        c,
        <RecordPage
          page={c.var.page}
          clinicName={clinic.clinicName}
          members={members}
          entries={entries}
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
