/** @jsxRuntime automatic @jsxImportSource hono/jsx */
import type { Decider } from '../data/support.ts'
import type { Page } from '../http/page.ts'
import { Layout } from './layout.tsx'

interface RecoveryAskedPageProps {
  page: Page
  when: string
  /** The earliest end of a waiting period that began with the request. */
  earliest: string
  decider: Decider
}

/** What happens next, for as long as somebody comes back to it. */
export function RecoveryAskedPage({ page, when, earliest, decider }: RecoveryAskedPageProps) {
  const text = page.text.recoveryAsked
  const { support, recoveryAsked } = page.text
  const reviewers = {
    clinic: recoveryAsked.review,
    support: support.review,
    nobody: support.reviewNobody(page.siteName),
  }
  return (
    <Layout page={page} title={text.title} width="narrow">
      <p>{text.lead(when)}</p>
      <h2>{text.next}</h2>
      <ol class="steps">
        <li>{reviewers[decider ?? 'nobody']}</li>
        <li>{text.wait(earliest)}</li>
        <li>{text.end}</li>
        <li>{page.text.lostAll.stepEnd}</li>
      </ol>
      <p>{text.stop}</p>
      <p class="soft">{text.newest}</p>
    </Layout>
  )
}
