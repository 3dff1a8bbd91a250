import { useLayoutEffect, useState } from 'preact/hooks'

/** Takes files that are dropped anywhere on the page, and tells while some are held over it. */
export function useDroppedFiles(onFiles: (files: Iterable<File>) => void): boolean {
  const [over, setOver] = useState(false)
  // At once, not after the next frame: where nobody listens, the browser leaves the page for the dropped picture.
  useLayoutEffect(() => {
    const stop = new AbortController()
    const { signal } = stop
    document.addEventListener(
      'dragover',
      (event) => {
        event.preventDefault()
        setOver(true)
      },
      { signal },
    )
    document.addEventListener('dragleave', () => setOver(false), { signal })
    document.addEventListener(
      'drop',
      (event) => {
        event.preventDefault()
        setOver(false)
        onFiles(event.dataTransfer?.files ?? [])
      },
      { signal },
    )
    return () => stop.abort()
  }, [onFiles])
  return over
}
