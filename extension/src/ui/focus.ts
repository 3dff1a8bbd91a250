import type { RefObject } from 'preact'
import { useEffect, useRef } from 'preact/hooks'

/** Moves the focus to an element when it appears, so that the keyboard goes on where the eye does. */
export function useFirstFocus<Target extends HTMLElement>(wanted = true): RefObject<Target | null> {
  const target = useRef<Target>(null)
  useEffect(() => {
    if (wanted) target.current?.focus()
  }, [wanted])
  return target
}

/** For a field above a list: the down arrow leads to the first control in it. */
export function enterBelow(event: KeyboardEvent, list: ParentNode | null): void {
  if (event.key !== 'ArrowDown') return
  const first = list?.querySelector<HTMLElement>('button, a[href]')
  if (first === undefined || first === null) return
  event.preventDefault()
  first.focus()
}
