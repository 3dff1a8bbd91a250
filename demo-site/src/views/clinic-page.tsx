/** @jsxRuntime automatic @jsxImportSource hono/jsx */
import type { Child } from 'hono/jsx'
import { clinicPath } from '../http/clinic-path.ts'
import type { Page } from '../http/page.ts'
import { Layout } from './layout.tsx'

interface ClinicPageProps {
  page: Page
  title: string
  width?: 'reading' | 'wide'
  children?: Child
}

/** A page of the clinic's admins, with the way to the others. */
export function ClinicPage({ page, title, width = 'reading', children }: ClinicPageProps) {
  const text = page.text.admin
  const base = page.clinic ? clinicPath(page.clinic) : ''
  const pages = [
    { path: `${base}/members`, label: text.members },
    { path: `${base}/policy`, label: text.policy },
    { path: `${base}/report`, label: text.report },
    { path: `${base}/record`, label: text.record },
  ]
  const [here = ''] = page.path.split('?')
  return (
    <Layout page={page} title={title} width={width}>
      <nav class="clinic-pages" aria-label={text.pages}>
        {pages.map(({ path, label }) => (
          <a href={path} aria-current={here === path || here.startsWith(`${path}/`) ? 'page' : undefined}>
            {label}
          </a>
        ))}
      </nav>
      {children}
    </Layout>
  )
}
