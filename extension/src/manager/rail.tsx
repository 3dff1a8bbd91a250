import { useEffect, useRef } from 'preact/hooks'
import { lockVault } from '../core/vault/vault.ts'
import { vaultEnvironment } from '../platform/vault-environment.ts'
import { useScreen } from '../screens/screen-context.ts'
import { LockIcon, Mark } from '../ui/icons.tsx'
import { say } from '../ui/words.ts'
import { ScanButton } from './scan-button.tsx'
import { type Section, sectionNames, sections } from './sections.ts'

/** The parts of the manager on the left, which become tabs above where there is no room. */
export function Rail({ section }: { section: Section }) {
  const { showLocked, run } = useScreen()
  const lock = () =>
    run(async () => {
      await lockVault(vaultEnvironment)
      showLocked()
    })
  const current = useRef<HTMLLIElement>(null)
  useEffect(() => current.current?.scrollIntoView({ block: 'nearest', inline: 'nearest' }), [section])
  return (
    <header class="rail">
      <p class="brand">
        <Mark />
        <strong>{say('extensionName')}</strong>
      </p>
      <nav aria-label={say('sections')}>
        <ul>
          {sections.map((each) => (
            <li key={each} ref={each === section ? current : null}>
              <a href={`#${each}`} aria-current={each === section ? 'page' : undefined}>
                {say(sectionNames[each])}
              </a>
            </li>
          ))}
        </ul>
      </nav>
      <ScanButton />
      <button type="button" class="quiet" onClick={lock}>
        <LockIcon />
        {say('lock')}
      </button>
    </header>
  )
}
