/** @jsxRuntime automatic @jsxImportSource hono/jsx */
import { clinicPath } from '../http/clinic-path.ts'
import type { Page } from '../http/page.ts'
import { Card } from './card.tsx'

/** The way into the clinic's pages, for owners and admins: who has two-factor authentication, at a glance. */
export function ClinicCard({ page, members }: { page: Page; members: { on: number; all: number } | null }) {
  const { admin: text } = page.text
  const { clinic } = page
  if (!clinic || !members) return null
  return (
    <Card title={text.clinicTitle(clinic.clinicName)}>
      <p>{text.clinicState(members.on, members.all)}</p>
      <p>{text.clinicAbout}</p>
      <a class="button" href={`${clinicPath(clinic)}/members`}>
        {text.clinicOpen}
      </a>
    </Card>
  )
}
