import { useFirstFocus } from '../ui/focus.ts'
import { ScanIcon } from '../ui/icons.tsx'
import { say } from '../ui/words.ts'
import { useApp } from './app-context.ts'

export function EmptyList() {
  const { show } = useApp()
  const button = useFirstFocus<HTMLButtonElement>()
  return (
    <main class="list">
      <section class="empty" aria-label={say('accounts')}>
        <p>{say('emptyList')}</p>
        <button type="button" class="main" ref={button} onClick={() => show({ name: 'scan' })}>
          <ScanIcon />
          {say('scanPage')}
        </button>
      </section>
    </main>
  )
}
