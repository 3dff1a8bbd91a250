/** @jsxRuntime automatic @jsxImportSource hono/jsx */
import type { PolicySetting } from 'countersign'
import type { Page } from '../http/page.ts'
import { Choice } from './choice.tsx'
import { ClinicPage } from './clinic-page.tsx'

interface MemberSettingPageProps {
  page: Page
  name: string
  setting: PolicySetting | null
  paths: { send: string; leave: string }
  error?: string
}

export function MemberSettingPage({ page, name, setting, paths, error }: MemberSettingPageProps) {
  const text = page.text.member
  return (
    <ClinicPage page={page} title={text.settingFor(name)}>
      <p>{text.settingLead}</p>
      <form method="post" action={paths.send} class="stack" novalidate>
        <Choice
          name="setting"
          label={text.settingChoice}
          options={[
            { value: 'default', label: text.settingDefault },
            { value: 'required', label: text.settingRequired },
            { value: 'exempt', label: text.settingExempt },
          ]}
          value={setting}
          error={error ?? null}
        />
        <button type="submit" class="primary">
          {text.settingButton}
        </button>
      </form>
      <div class="actions">
        <a href={paths.leave}>{text.cancel}</a>
      </div>
    </ClinicPage>
  )
}
