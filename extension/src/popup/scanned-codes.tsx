import { useState } from 'preact/hooks'
import type { ScannedText } from '../core/scanned-text.ts'
import { View } from '../ui/view.tsx'
import { say } from '../ui/words.ts'
import { useApp } from './app-context.ts'
import { PreviewCard } from './preview-card.tsx'
import { RefusedCard } from './refused-card.tsx'

/** Every code that was on the page, each as a card of its own. */
export function ScannedCodes({ codes, onLeave }: { codes: ScannedText[]; onLeave: () => void }) {
  const { show } = useApp()
  const accounts = codes.filter(({ kind }) => kind === 'account')
  const [left, setLeft] = useState(accounts.length)
  const saved = () => {
    setLeft(left - 1)
    if (left <= 1) onLeave()
  }
  const title = codes.length === 1 ? say('scannedOne') : say('scannedMany', codes.length)
  return (
    <View title={title} onBack={onLeave} focusTitle>
      {codes.map((code, index) =>
        code.kind === 'account' ? (
          <PreviewCard
            key={index}
            scanned={code}
            source="page"
            alone={codes.length === 1}
            onSaved={saved}
            onCancel={codes.length === 1 ? onLeave : undefined}
          />
        ) : (
          <RefusedCard key={index} code={code} source="page" />
        ),
      )}
      {(codes.length > 1 || left === 0) && (
        <div class="choices">
          {left === 0 && (
            <button type="button" onClick={() => show({ name: 'add' })}>
              {say('typeKey')}
            </button>
          )}
          <button type="button" onClick={onLeave}>
            {say(left < accounts.length ? 'done' : 'cancel')}
          </button>
        </div>
      )}
    </View>
  )
}
