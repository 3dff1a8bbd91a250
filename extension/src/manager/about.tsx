import { readExtensionVersion } from '../platform/manager-tab.ts'
import { say } from '../ui/words.ts'
import { Matter, SectionPage } from './section-page.tsx'

export function About() {
  return (
    <SectionPage section="about">
      <p>{say('aboutWhat')}</p>
      <p class="soft">{say('aboutVersion', readExtensionVersion())}</p>
      <Matter title={say('aboutPromises')}>
        <ul class="plain">
          <li>{say('aboutNoNetwork')}</li>
          <li>{say('aboutNoReading')}</li>
          <li>{say('aboutNoPlain')}</li>
        </ul>
      </Matter>
      <p>
        <a href="../../licenses.md" target="_blank" rel="noreferrer">
          {say('aboutLicences')}
        </a>
      </p>
    </SectionPage>
  )
}
