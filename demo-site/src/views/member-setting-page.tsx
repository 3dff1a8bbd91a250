/** @jsxRuntime automatic @jsxImportSource hono/jsx */
import type { PolicySetting } from 'countersign'
import type { Page } from '../http/page.ts'
import { Choice } from './choice.tsx'
import { ClinicPage } from './clinic-page.tsx'
import { Notice } from './notice.tsx'
import { PostForm } from './post-form.tsx'

interface MemberSettingPageProps {
  page: Page
  name: string
  setting: PolicySetting | null
  /** What the setting in force is known by: it goes with the form. */
  edition: string
  /** The setting that somebody else has saved since the page was shown. */
  meanwhile: PolicySetting | null
  paths: { send: string; leave: string }
  error?: string
}

export function MemberSettingPage(props: MemberSettingPageProps) {
  const { page, name, setting, edition, meanwhile, paths, error } = props
  const text = page.text.member
  const settings = {
    default: text.settingDefault,
    required: text.settingRequired,
    exempt: text.settingExempt,
  }
  return (
    <ClinicPage page={page} title={text.settingFor(name)}>
      {meanwhile && (
        <Notice kind="warn" focus>
          {text.settingMeanwhile(settings[meanwhile])}
        </Notice>
      )}
      <p>{text.settingLead}</p>
      <PostForm page={page} action={paths.send} class="stack" novalidate>
        <Choice
          name="setting"
          label={text.settingChoice}
          options={Object.entries(settings).map(([value, label]) => ({ value, label }))}
          value={setting}
          error={error ?? null}
        />
        <input type="hidden" name="edition" value={edition} />
        <button type="submit" class="primary">
          {text.settingButton}
        </button>
      </PostForm>
      <div class="actions">
        <a href={paths.leave}>{text.cancel}</a>
      </div>
    </ClinicPage>
  )
}
