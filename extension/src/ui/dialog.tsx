import type { ComponentChildren } from 'preact'
import { useId, useLayoutEffect, useRef } from 'preact/hooks'
import { giveBackFocus } from './focus.ts'

export interface DialogProps {
  title: string
  /** Escape asks for this too. */
  onClose: () => void
  children: ComponentChildren
}

/** A question that has to be answered before anything else; the focus goes back to where it was. */
export function Dialog({ title, onClose, children }: DialogProps) {
  const dialog = useRef<HTMLDialogElement>(null)
  const heading = useId()
  // Open before what is in it asks for the first focus.
  useLayoutEffect(() => {
    const shown = dialog.current
    const earlier = document.activeElement
    if (shown?.open === false) shown.showModal()
    return () => {
      // Only in the document does closing give the focus back, and by now it may be out of it.
      shown?.close()
      giveBackFocus(earlier)
    }
  }, [])
  return (
    <dialog
      ref={dialog}
      aria-labelledby={heading}
      onCancel={(event) => {
        event.preventDefault()
        onClose()
      }}
    >
      <h2 id={heading}>{title}</h2>
      {children}
    </dialog>
  )
}
