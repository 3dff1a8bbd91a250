/** @jsxRuntime automatic @jsxImportSource hono/jsx */
import type { OutboxMessage } from '../data/outbox.ts'
import type { Page } from '../http/page.ts'
import { Layout } from './layout.tsx'

export function MailboxPage({ page, messages }: { page: Page; messages: OutboxMessage[] }) {
  const text = page.text.mailbox
  return (
    <Layout page={page} title={text.title}>
      <p class="lead">{text.lead}</p>
      {messages.length === 0 && <p>{text.empty}</p>}
      <div class="cards">
        {messages.map((message) => (
          <article class="card mail" lang={message.locale}>
            {message.kind === 'mail' ? <h2>{message.subject}</h2> : <h2 lang={page.locale}>{text.sms}</h2>}
            <p class="soft" lang={page.locale}>
              {text.to(message.to, page.format.moment(message.at))}
            </p>
            <p class="body">{message.body}</p>
          </article>
        ))}
      </div>
    </Layout>
  )
}
