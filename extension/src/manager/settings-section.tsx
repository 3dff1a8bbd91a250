import { ClockForm } from '../screens/clock-form.tsx'
import { say } from '../ui/words.ts'
import { SectionPage } from './section-page.tsx'

export function SettingsSection() {
  return (
    <SectionPage section="settings">
      <section class="matter">
        <ClockForm />
      </section>
      <p class="soft">{say('languageFollows')}</p>
    </SectionPage>
  )
}
