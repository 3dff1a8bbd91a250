/** @jsxRuntime automatic @jsxImportSource hono/jsx */
import type { Page } from '../http/page.ts'
import { Layout } from './layout.tsx'

interface ProblemPageProps {
  page: Page
  title: string
  sentence: string
  /** Where the site is, for who has come under another address: a link without a host would lead back here. */
  ownAddress?: string | null
  /** What to tell those who look into it. */
  reference?: string | null
}

export function ProblemPage({ page, title, sentence, ownAddress, reference }: ProblemPageProps) {
  return (
    <Layout page={page} title={title} width="narrow">
      <p>{sentence}</p>
      {reference && <p class="soft">{reference}</p>}
      <p>{ownAddress ? <a href={ownAddress}>{ownAddress}</a> : <a href="/">{page.text.problem.toHome}</a>}</p>
    </Layout>
  )
}
