import type { RefObject } from 'preact'
import { useEffect, useRef } from 'preact/hooks'

/** Moves the focus to an element when it appears, and when another (`which`) appears in its place, so that the keyboard goes on where the eye does. */
export function useFirstFocus<Target extends HTMLElement>(
  wanted = true,
  which?: string | null,
): RefObject<Target | null> {
  const target = useRef<Target>(null)
  useEffect(() => {
    if (wanted && target.current !== null) return takeFocus(target.current)
  }, [wanted, which])
  return target
}

/**
 * Focuses an element. Firefox ignores that while it moves a popup to where it is shown, so that there the element is
 * focused once the popup itself is, unless the person has begun with another by then. Answers how to give that up.
 */
export function takeFocus(target: HTMLElement): (() => void) | undefined {
  target.focus()
  if (document.activeElement !== document.body) return
  const again = () => {
    if (document.activeElement === document.body) target.focus()
  }
  window.addEventListener('focus', again, { once: true })
  return () => window.removeEventListener('focus', again)
}

/** Gives the keyboard back to what had it, or to the heading of the page where that is gone. */
export function giveBackFocus(earlier: Element | null): void {
  const target = earlier?.isConnected ? earlier : document.querySelector('main h1[tabindex]')
  if (target instanceof HTMLElement) target.focus({ preventScroll: target !== earlier })
}

/** Gives the keyboard to the heading of the page where a list that came anew has no longer what had it. */
export function useKeptFocus(list: unknown): void {
  useEffect(() => {
    if (document.activeElement === document.body) giveBackFocus(null)
  }, [list])
}

/** For a field above a list: the down arrow leads to the first control in it. */
export function enterBelow(event: KeyboardEvent, list: ParentNode | null): void {
  if (event.key !== 'ArrowDown') return
  const first = list?.querySelector<HTMLElement>('button, a[href]')
  if (first === undefined || first === null) return
  event.preventDefault()
  first.focus()
}
