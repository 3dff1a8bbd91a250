import { useLayoutEffect } from 'preact/hooks'
import { readPastedText } from '../core/findings.ts'
import type { FoundCodes } from '../core/found-codes.ts'
import type { VaultAccount } from '../core/vault/contents.ts'

/** Takes keys, an export or anything else that is pasted as text where no field has the focus; `saved` is what the vault has. */
export function usePastedKey(saved: VaultAccount[], onFound: (found: FoundCodes) => void): void {
  useLayoutEffect(() => {
    const paste = (event: ClipboardEvent) => {
      if (isTextField(event.target)) return
      const text = event.clipboardData?.getData('text/plain').trim() ?? ''
      if (text === '' || (event.clipboardData?.files.length ?? 0) > 0) return
      event.preventDefault()
      onFound(readPastedText(text, saved))
    }
    document.addEventListener('paste', paste)
    return () => document.removeEventListener('paste', paste)
  }, [onFound, saved])
}

/** A field for files has the focus at first, and takes no text. */
function isTextField(target: EventTarget | null): boolean {
  const isField = target instanceof HTMLInputElement || target instanceof HTMLTextAreaElement
  return isField && target.selectionStart !== null
}
