import { findDrawnParent } from './collect-inputs.ts'
import { findDrawnBoxes } from './drawn-boxes.ts'
import { hasLegibleText } from './legible-text.ts'
import { mayHide, readOpacity } from './opacity.ts'

/** Pixels; a smaller field can't be read, and is there for machines. */
const LEAST_SIDE = 8

/** Below this a field can't be made out on its page. */
const LEAST_OPACITY = 0.15

/** Nobody scrolls this many screens to a code field. */
const MOST_SCREENS_DOWN = 20
const MOST_SCREENS_SIDEWAYS = 2

interface Box {
  left: number
  top: number
  right: number
  bottom: number
}

/**
 * Says whether a person can see a field and what is typed into it, or could by scrolling to it; whether something else
 * lies over it is asked by `isUncovered`. A field whose own text can't be read counts where the page draws boxes for
 * its digits: the most common widgets for codes are made like that, and the boxes show that there is a field.
 */
export function isVisible(input: HTMLInputElement): boolean {
  return isShown(input) && (hasLegibleText(input) || findDrawnBoxes(input).length > 0)
}

function isShown(element: Element): boolean {
  const box = element.getBoundingClientRect()
  if (box.width < LEAST_SIDE || box.height < LEAST_SIDE) return false
  if (!element.checkVisibility({ visibilityProperty: true, contentVisibilityAuto: true })) return false
  if (!isReachable(element, box)) return false
  const frame = element.ownerDocument.defaultView?.frameElement
  return !frame || isShown(frame)
}

/** Walks outwards: every scroller brings a field to where it stands itself, everything that clips may cut it off. */
function isReachable(element: Element, start: Box): boolean {
  let box = start
  let opacity = 1
  let fixed = false
  let inner = { box: start, isMoved: false }
  for (let at: Element | null = element; at; at = findDrawnParent(at)) {
    const style = getStyle(at)
    opacity *= readOpacity(style)
    if (mayHide(style, at === at.ownerDocument.documentElement)) return false
    if (opacity < LEAST_OPACITY || at.hasAttribute('inert') || at.ariaHidden === 'true') return false
    const isRoot = at === at.ownerDocument.documentElement || at === at.ownerDocument.body
    const around = style.display === 'contents' ? inner.box : at.getBoundingClientRect()
    if (!fixed && at !== at.ownerDocument.documentElement) {
      if (isAway(inner.box, around, inner.isMoved, at.ownerDocument.defaultView)) return false
    }
    inner = { box: around, isMoved: isMovedBy(style) }
    if (at !== element && !isRoot && !fixed) {
      const overflow = `${style.overflowX} ${style.overflowY}`
      if (/auto|scroll/.test(overflow)) {
        if (isBeforeStart(box, at, around, style.direction)) return false
        box = around
      } else if (/hidden|clip/.test(overflow) && !overlaps(box, around)) return false
    }
    fixed ||= style.position === 'fixed'
  }
  return isInDocument(element.ownerDocument, box, fixed)
}

function isMovedBy({ position, transform, translate }: CSSStyleDeclaration): boolean {
  return position !== 'static' || transform !== 'none' || translate !== 'none'
}

/** Pushed out of what it belongs to, and off the screen: the page may scroll that far, but nobody would look there. */
function isAway(inner: Box, around: Box, isMoved: boolean, view: Window | null): boolean {
  if (!view) return true
  const sideways = Math.max(inner.left - around.right, around.left - inner.right)
  const down = isMoved ? Math.max(inner.top - around.bottom, around.top - inner.bottom) : 0
  const besideScreen = inner.left >= view.innerWidth || inner.right <= 0
  const offScreen = inner.top >= view.innerHeight || inner.bottom <= 0
  return (sideways > 0 && besideScreen) || (down > view.innerHeight && offScreen)
}

/** What lies before the start of a scroller can't be scrolled to. */
function isBeforeStart(box: Box, scroller: Element, around: Box, direction: string): boolean {
  const least = direction === 'rtl' ? scroller.clientWidth - scroller.scrollWidth : 0
  return (
    box.right - around.left + scroller.scrollLeft <= least ||
    box.bottom - around.top + scroller.scrollTop <= 0
  )
}

function isInDocument(document: Document, box: Box, fixed: boolean): boolean {
  const view = document.defaultView
  if (!view) return false
  const { documentElement, body } = document
  const screen = { left: 0, top: 0, right: view.innerWidth, bottom: view.innerHeight }
  if (fixed) return overlaps(box, screen)
  if (!overlaps(box, screen)) {
    if (Math.abs(box.left + view.scrollX) >= view.innerWidth * MOST_SCREENS_SIDEWAYS) return false
    if (box.top + view.scrollY >= view.innerHeight * MOST_SCREENS_DOWN) return false
  }
  const styles = [documentElement, body].filter((element) => element !== null).map(getStyle)
  const clipsX = styles.some((style) => /hidden|clip/.test(style.overflowX))
  const clipsY = styles.some((style) => /hidden|clip/.test(style.overflowY))
  if (clipsX && (box.right <= 0 || box.left >= screen.right)) return false
  if (clipsY && (box.bottom <= 0 || box.top >= screen.bottom)) return false
  const scroller = document.scrollingElement ?? documentElement
  const direction = getStyle(documentElement).direction
  const origin = { left: 0, top: 0, right: 0, bottom: 0 }
  return !isBeforeStart(box, scroller, origin, direction)
}

function overlaps(a: Box, b: Box): boolean {
  return a.left < b.right && a.right > b.left && a.top < b.bottom && a.bottom > b.top
}

function getStyle(element: Element): CSSStyleDeclaration {
  const view = element.ownerDocument.defaultView ?? window
  return view.getComputedStyle(element)
}
