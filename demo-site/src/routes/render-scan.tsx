/** @jsxRuntime automatic @jsxImportSource hono/jsx */
import type { PendingApp } from 'countersign'
import type { Context } from 'hono'
import type { Child } from 'hono/jsx'
import { render } from '../http/render.ts'
import type { SiteEnv } from '../http/site.ts'
import { ScanPage } from '../views/scan-page.tsx'
import type { FirstCodeFault } from './first-code.ts'

/** The page of the QR code; `notice` in the address says that the code came from a page that showed an older one. */
export function renderScan(
  c: Context<SiteEnv>,
  enrollment: PendingApp,
  ways: {
    action: string
    fields?: Child
    words?: { lead: string; hint: string; submit: string }
    leave: Child
  },
  fault?: FirstCodeFault,
): Promise<Response> {
  const { page } = c.var
  return render(
    c,
    <ScanPage
      page={page}
      enrollment={enrollment}
      {...ways}
      notice={c.req.query('notice') === 'stale' ? page.text.scan.stale : null}
      error={fault?.error ?? null}
      attemptsLeft={fault?.attemptsLeft ?? null}
    />,
    fault?.status ?? 200,
  )
}
