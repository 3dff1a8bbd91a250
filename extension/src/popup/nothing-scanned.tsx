import { useFirstFocus } from '../ui/focus.ts'
import { View } from '../ui/view.tsx'
import { type MessageKey, say } from '../ui/words.ts'
import { useApp } from './app-context.ts'
import type { LookResult } from './look-at-page.ts'

type ScanProblem = Exclude<LookResult['status'], 'found'>

const sentences: Record<ScanProblem, MessageKey> = {
  no_code: 'scanNoCode',
  restricted: 'scanRestricted',
  moved: 'scanMoved',
  too_large: 'scanTooLarge',
  failed: 'scanFailed',
}

/** Says what was seen instead of a code, and which ways are left. */
export function NothingScanned({ problem, onAgain }: { problem: ScanProblem; onAgain: () => void }) {
  const { show } = useApp()
  const button = useFirstFocus<HTMLButtonElement>()
  return (
    <View title={say('scanTitle')} onBack={() => show({ name: 'list' })}>
      <p role="alert">{say(sentences[problem])}</p>
      {problem === 'no_code' && <p class="soft">{say('scanNoCodeHint')}</p>}
      <div class="choices">
        <button type="button" class="main" ref={button} onClick={onAgain}>
          {say('scanAgain')}
        </button>
        <button type="button" onClick={() => show({ name: 'add' })}>
          {say('typeKey')}
        </button>
      </div>
    </View>
  )
}
