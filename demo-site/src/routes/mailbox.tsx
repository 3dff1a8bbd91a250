/** @jsxRuntime automatic @jsxImportSource hono/jsx */
import { Hono } from 'hono'
import { listOutbox } from '../data/outbox.ts'
import { render } from '../http/render.ts'
import type { Site, SiteEnv } from '../http/site.ts'
import { MailboxPage } from '../views/mailbox-page.tsx'

/** Stands for everybody's mailbox and phone, so it needs no sign-in. Not there in production. */
export function mailboxRoutes(site: Site): Hono<SiteEnv> {
  // Mail that waits for a real server is nobody's to read.
  const kind = site.config.smtpUrl === null ? undefined : 'sms'
  return new Hono<SiteEnv>().get('/mailbox', async (c) =>
    render(c, <MailboxPage page={c.var.page} messages={await listOutbox(site.db, { kind, limit: 50 })} />),
  )
}
