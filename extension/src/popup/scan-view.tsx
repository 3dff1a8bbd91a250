import { useEffect, useState } from 'preact/hooks'
import { Reading } from '../capture/reading.tsx'
import { say } from '../ui/words.ts'
import { useApp } from './app-context.ts'
import { type LookResult, lookAtPage, nothingRead } from './look-at-page.ts'
import { NothingScanned } from './nothing-scanned.tsx'
import { PastedCodes } from './pasted-codes.tsx'

const nothingDone = { done: 0, count: 1 }

/** Looks at the page, and shows what is there before anything is saved. */
export function ScanView() {
  const { accounts, tab, refreshTab, show } = useApp()
  const [attempt, setAttempt] = useState(1)
  const [progress, setProgress] = useState(nothingDone)
  const [seen, setSeen] = useState<{ attempt: number; result: LookResult } | null>(null)

  useEffect(() => {
    const stop = new AbortController()
    setProgress(nothingDone)
    void lookAtPage(tab, accounts, stop.signal, (done, count) => setProgress({ done, count }))
      .catch(() => nothingRead)
      .then((result) => {
        if (!stop.signal.aborted) setSeen({ attempt, result })
      })
    return () => stop.abort()
  }, [tab, attempt])

  const leave = () => show({ name: 'list' })
  if (seen?.attempt !== attempt) return <Reading title={say('scanTitle')} {...progress} onCancel={leave} />
  const { result } = seen
  if (result.status === 'found') {
    const { found, screen, leftOut } = result
    return <PastedCodes first={found} screen={screen} leftOut={leftOut} onLeave={leave} />
  }
  const lookAgain = () => void refreshTab().then(() => setAttempt(attempt + 1))
  return <NothingScanned result={result} onAgain={lookAgain} />
}
