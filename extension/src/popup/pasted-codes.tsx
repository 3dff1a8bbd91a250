import type { ComponentChildren } from 'preact'
import { useCallback, useState } from 'preact/hooks'
import { ReadGiven } from '../capture/read-given.tsx'
import type { GivenPicture, PicturesRead } from '../capture/read-pictures.ts'
import { ScannedCodes } from '../capture/scanned-codes.tsx'
import { usePastedKey } from '../capture/use-pasted-key.ts'
import { usePastedPictures } from '../capture/use-pasted-pictures.ts'
import { say } from '../ui/words.ts'
import { useApp } from './app-context.ts'
import { PageWays } from './page-ways.tsx'

/** Lets a picture, or a key as text, be pasted wherever it is around, and shows what is in it instead. */
export function PastedCodes({ children, onLeave }: { children: ComponentChildren; onLeave: () => void }) {
  const { page } = useApp()
  const [given, setGiven] = useState<GivenPicture[] | null>(null)
  const [read, setRead] = useState<PicturesRead | null>(null)
  usePastedPictures(
    useCallback((pictures) => {
      setGiven(pictures)
      setRead(null)
    }, []),
  )
  usePastedKey(useCallback((findings) => setRead({ findings, isCut: false, problems: [] }), []))

  if (read !== null)
    return (
      <ScannedCodes findings={read.findings} isCut={read.isCut} page={page} onLeave={onLeave}>
        <PageWays folded />
      </ScannedCodes>
    )
  if (given === null) return <>{children}</>
  return <ReadGiven title={say('pasted')} given={given} onFound={setRead} onBack={() => setGiven(null)} />
}
