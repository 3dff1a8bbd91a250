import { useEffect, useRef, useState } from 'preact/hooks'
import { useScreen } from '../screens/screen-context.ts'
import {
  type GivenPicture,
  mostPictures,
  type PictureAnswers,
  type PicturesRead,
  readPictures,
} from './read-pictures.ts'
import { Reading } from './reading.tsx'

export interface ReadGivenProps {
  title: string
  /** More may come while these are being read. */
  given: GivenPicture[]
  onRead: (read: PicturesRead) => void
  onCancel: () => void
}

/** Reads pictures, and goes on with what is in them. */
export function ReadGiven({ title, given, onRead, onCancel }: ReadGivenProps) {
  const { accounts, run } = useScreen()
  const [done, setDone] = useState(0)
  const answers = useRef<PictureAnswers>(new Map())

  useEffect(() => {
    const stop = new AbortController()
    void run(async () => {
      try {
        const read = await readPictures(given, accounts, stop.signal, setDone, answers.current)
        if (!stop.signal.aborted) onRead(read)
      } catch (error) {
        if (!stop.signal.aborted) throw error
      }
    })
    return () => stop.abort()
  }, [given])

  return (
    <Reading title={title} done={done} count={Math.min(given.length, mostPictures)} onCancel={onCancel} />
  )
}
