/** @jsxRuntime automatic @jsxImportSource hono/jsx */
import type { Mail } from '../data/outbox.ts'
import type { Page } from '../http/page.ts'
import { Layout } from './layout.tsx'

export function MailboxPage({ page, mails }: { page: Page; mails: Mail[] }) {
  const text = page.text.mailbox
  return (
    <Layout page={page} title={text.title}>
      <p class="lead">{text.lead}</p>
      {mails.length === 0 && <p>{text.empty}</p>}
      <div class="cards">
        {mails.map((mail) => (
          <article class="card mail" lang={mail.locale}>
            <h2>{mail.subject}</h2>
            <p class="soft" lang={page.locale}>
              {text.to(mail.to, page.format.moment(mail.at))}
            </p>
            <p class="body">{mail.body}</p>
          </article>
        ))}
      </div>
    </Layout>
  )
}
