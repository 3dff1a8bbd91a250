import { useFirstFocus } from '../ui/focus.ts'
import { View } from '../ui/view.tsx'
import { type MessageKey, say } from '../ui/words.ts'
import { useApp } from './app-context.ts'
import type { LookResult } from './look-at-page.ts'
import { PageWays } from './page-ways.tsx'
import { PastedCodes } from './pasted-codes.tsx'

type Nothing = Exclude<LookResult, { status: 'found' }>

const sentences: Record<Nothing['status'], MessageKey> = {
  no_code: 'scanNoCode',
  restricted: 'scanRestricted',
  moved: 'scanMoved',
  too_large: 'scanTooLarge',
  failed: 'scanFailed',
}

/** Says what was seen instead of a code, and which ways are left. */
export function NothingScanned({ result, onAgain }: { result: Nothing; onAgain: () => void }) {
  const { show } = useApp()
  const button = useFirstFocus<HTMLButtonElement>()
  const screen = 'screen' in result ? result.screen : null
  const unreadable = 'unreadable' in result ? result.unreadable : 0
  return (
    <PastedCodes onLeave={() => show({ name: 'list' })}>
      <View title={say('scanTitle')} onBack={() => show({ name: 'list' })}>
        <p role="alert">{say(sentences[result.status])}</p>
        {result.status === 'no_code' && (
          <p class="soft">{unreadable > 0 ? say('scanOutOfView', unreadable) : say('scanNoCodeHint')}</p>
        )}
        {'leftOut' in result && result.leftOut && <p class="caution">{say('pageLeftOut')}</p>}
        <div class="choices">
          <button type="button" class="main" ref={button} onClick={onAgain}>
            {say('scanAgain')}
          </button>
          <button type="button" onClick={() => show({ name: 'add' })}>
            {say('typeKey')}
          </button>
        </div>
        <PageWays screen={screen} />
      </View>
    </PastedCodes>
  )
}
