import { useEffect, useState } from 'preact/hooks'
import { wait } from '../platform/clock.ts'
import { View } from '../ui/view.tsx'
import { say } from '../ui/words.ts'
import { useApp } from './app-context.ts'
import { type LookResult, lookAtPage } from './look-at-page.ts'
import { NothingScanned } from './nothing-scanned.tsx'
import { ScannedCodes } from './scanned-codes.tsx'

const progressAfter = 1000

/** Looks at the visible page, and shows what is there before anything is saved. */
export function ScanView() {
  const { tab, refreshTab, show } = useApp()
  const [attempt, setAttempt] = useState(1)
  const [seen, setSeen] = useState<{ attempt: number; result: LookResult } | null>(null)

  useEffect(() => {
    const stop = new AbortController()
    void lookAtPage(tab, stop.signal).then((result) => {
      if (!stop.signal.aborted) setSeen({ attempt, result })
    })
    return () => stop.abort()
  }, [tab, attempt])

  const leave = () => show({ name: 'list' })
  if (seen?.attempt !== attempt) return <Looking onCancel={leave} />
  if (seen.result.status === 'found') return <ScannedCodes codes={seen.result.codes} onLeave={leave} />
  const lookAgain = () => void refreshTab().then(() => setAttempt(attempt + 1))
  return <NothingScanned problem={seen.result.status} onAgain={lookAgain} />
}

function Looking({ onCancel }: { onCancel: () => void }) {
  const [long, setLong] = useState(false)
  useEffect(() => wait(progressAfter, () => setLong(true)), [])
  return (
    <View title={say('scanTitle')} onBack={onCancel} focusTitle>
      <p role="status">{say(long ? 'stillLooking' : 'looking')}</p>
      <button type="button" onClick={onCancel}>
        {say('cancel')}
      </button>
    </View>
  )
}
