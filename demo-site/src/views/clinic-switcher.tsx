/** @jsxRuntime automatic @jsxImportSource hono/jsx */
import type { Page } from '../http/page.ts'
import { PostForm } from './post-form.tsx'

/** Which clinic is shown, and the way to another one for people who belong to several. */
export function ClinicSwitcher({ page }: { page: Page }) {
  const { text, person, clinic } = page
  if (!person || !clinic) return null
  if (person.memberships.length === 1) return <span class="clinics">{clinic.clinicName}</span>
  return (
    <PostForm page={page} action="/clinic" class="clinics">
      <select name="clinic" aria-label={text.admin.clinic}>
        {person.memberships.map(({ clinicId, clinicName }) => (
          <option value={clinicId} selected={clinicId === clinic.clinicId}>
            {clinicName}
          </option>
        ))}
      </select>
      <button type="submit">{text.admin.switchClinic}</button>
    </PostForm>
  )
}
