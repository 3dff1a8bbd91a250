import { useEffect, useState } from 'preact/hooks'
import { Reading } from '../capture/reading.tsx'
import { ScannedCodes } from '../capture/scanned-codes.tsx'
import { say } from '../ui/words.ts'
import { useApp } from './app-context.ts'
import { type LookResult, lookAtPage } from './look-at-page.ts'
import { NothingScanned } from './nothing-scanned.tsx'
import { PageWays } from './page-ways.tsx'
import { PastedCodes } from './pasted-codes.tsx'

const nothingDone = { done: 0, count: 1 }

/** Looks at the page, and shows what is there before anything is saved. */
export function ScanView() {
  const { tab, page, refreshTab, show } = useApp()
  const [attempt, setAttempt] = useState(1)
  const [progress, setProgress] = useState(nothingDone)
  const [seen, setSeen] = useState<{ attempt: number; result: LookResult } | null>(null)

  useEffect(() => {
    const stop = new AbortController()
    const failed = { status: 'failed', screen: null, unreadable: 0, leftOut: false } as const
    setProgress(nothingDone)
    void lookAtPage(tab, stop.signal, (done, count) => setProgress({ done, count }))
      .catch(() => failed)
      .then((result) => {
        if (!stop.signal.aborted) setSeen({ attempt, result })
      })
    return () => stop.abort()
  }, [tab, attempt])

  const leave = () => show({ name: 'list' })
  if (seen?.attempt !== attempt) return <Reading title={say('scanTitle')} {...progress} onCancel={leave} />
  const { result } = seen
  if (result.status === 'found') {
    return (
      <PastedCodes onLeave={leave}>
        <ScannedCodes
          findings={result.findings}
          isCut={result.isCut}
          leftOut={result.leftOut}
          page={page}
          onLeave={leave}
        >
          <PageWays screen={result.screen} folded />
        </ScannedCodes>
      </PastedCodes>
    )
  }
  const lookAgain = () => void refreshTab().then(() => setAttempt(attempt + 1))
  return <NothingScanned result={result} onAgain={lookAgain} />
}
