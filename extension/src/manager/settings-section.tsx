import { ClockForm } from '../screens/clock-form.tsx'
import { say } from '../ui/words.ts'
import { LockSettings } from './lock-settings.tsx'
import { Matter, SectionPage } from './section-page.tsx'

export function SettingsSection() {
  return (
    <SectionPage section="settings">
      <Matter title={say('lockTitle')}>
        <LockSettings />
      </Matter>
      <section class="matter" aria-label={say('clockCorrection')}>
        <ClockForm />
      </section>
      <p class="soft">{say('languageFollows')}</p>
    </SectionPage>
  )
}
