import { useEffect } from 'preact/hooks'
import type { Clock } from '../core/clock.ts'
import { ScreenContextHolder } from '../screens/screen-context.ts'
import { useScreenContext } from '../screens/use-screen-context.ts'
import { VaultGate } from '../screens/vault-gate.tsx'
import { Notice } from '../ui/notice.tsx'
import { say } from '../ui/words.ts'
import { About } from './about.tsx'
import { Accounts } from './accounts.tsx'
import { BackupSection } from './backup-section.tsx'
import { HistorySection } from './history-section.tsx'
import { Rail } from './rail.tsx'
import { type Section, sectionNames } from './sections.ts'
import { SecuritySection } from './security-section.tsx'
import { SettingsSection } from './settings-section.tsx'
import { Snapshots } from './snapshots.tsx'
import { useSection } from './use-section.ts'

/** The page where the vault is looked after: a rail of parts, and the one that the address names. */
export function Manager({ firstClock }: { firstClock: Clock }) {
  const { vault, context, notice } = useScreenContext(firstClock, { staysOpen: true })
  // Effects outlive a lock, and whatever they see stays in memory with them: never the whole context.
  const { announce, drafts } = context
  const section = useSection()
  const open = vault.view.state === 'open'

  useEffect(() => {
    document.title = open ? `${say(sectionNames[section])} · ${say('extensionName')}` : say('extensionName')
  }, [section, open])
  useEffect(() => announce(''), [section])
  useEffect(() => {
    // The browser then asks whether to leave the page.
    const ask = (event: BeforeUnloadEvent) => {
      if (drafts.size > 0) event.preventDefault()
    }
    window.addEventListener('beforeunload', ask)
    return () => window.removeEventListener('beforeunload', ask)
  }, [drafts])

  return (
    <ScreenContextHolder.Provider value={context}>
      <div class={open ? 'manager' : 'manager closed'}>
        {open && <Rail section={section} />}
        <VaultGate vault={vault} wayBack={<Snapshots />}>
          <ShownSection section={section} />
        </VaultGate>
        <Notice content={notice} />
      </div>
    </ScreenContextHolder.Provider>
  )
}

function ShownSection({ section }: { section: Section }) {
  switch (section) {
    case 'accounts':
      return <Accounts />
    case 'backup':
      return <BackupSection />
    case 'history':
      return <HistorySection />
    case 'security':
      return <SecuritySection />
    case 'settings':
      return <SettingsSection />
    case 'about':
      return <About />
  }
}
