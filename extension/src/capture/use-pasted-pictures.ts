import { useLayoutEffect } from 'preact/hooks'
import type { GivenPicture } from './read-pictures.ts'

/** Takes pictures that are pasted anywhere on the page; pasted text is left to the field that has the focus. */
export function usePastedPictures(onPictures: (pictures: GivenPicture[]) => void): void {
  useLayoutEffect(() => {
    const paste = (event: ClipboardEvent) => {
      const files = [...(event.clipboardData?.files ?? [])].filter(({ type }) => type.startsWith('image/'))
      if (files.length === 0) return
      event.preventDefault()
      onPictures(files.map((picture) => ({ picture, place: { kind: 'given' } })))
    }
    document.addEventListener('paste', paste)
    return () => document.removeEventListener('paste', paste)
  }, [onPictures])
}
