import type { ComponentChildren } from 'preact'
import { useCallback, useEffect, useState } from 'preact/hooks'
import { PictureProblems } from '../capture/picture-problems.tsx'
import { type GivenPicture, type PicturesRead, readPictures } from '../capture/read-pictures.ts'
import { Reading } from '../capture/reading.tsx'
import { ScannedCodes } from '../capture/scanned-codes.tsx'
import { usePastedKey } from '../capture/use-pasted-key.ts'
import { usePastedPictures } from '../capture/use-pasted-pictures.ts'
import { View } from '../ui/view.tsx'
import { say } from '../ui/words.ts'
import { useApp } from './app-context.ts'

/** Lets a picture, or a key as text, be pasted wherever it is around, and shows what is in it instead. */
export function PastedCodes({ children, onLeave }: { children: ComponentChildren; onLeave: () => void }) {
  const { page, run } = useApp()
  const [given, setGiven] = useState<GivenPicture[] | null>(null)
  const [read, setRead] = useState<PicturesRead | null>(null)
  const again = useCallback(() => {
    setGiven(null)
    setRead(null)
  }, [])
  usePastedPictures(setGiven)
  usePastedKey(
    useCallback((findings) => {
      setGiven([])
      setRead({ findings, isCut: false, problems: [] })
    }, []),
  )

  useEffect(() => {
    if (given === null || given.length === 0) return
    const stop = new AbortController()
    setRead(null)
    void run(async () => {
      const answer = await readPictures(given, stop.signal).catch((error: unknown) => {
        if (!stop.signal.aborted) throw error
        return null
      })
      if (answer !== null) setRead(answer)
    })
    return () => stop.abort()
  }, [given])

  if (given === null) return <>{children}</>
  if (read === null) return <Reading title={say('pasted')} done={0} count={1} onCancel={again} />
  if (read.findings.length > 0)
    return <ScannedCodes findings={read.findings} isCut={read.isCut} page={page} onLeave={onLeave} />
  return (
    <View title={say('pasted')} onBack={again} focusTitle>
      {read.problems.length === 0 && <p role="alert">{say('pictureNoCode')}</p>}
      <PictureProblems problems={read.problems} />
    </View>
  )
}
