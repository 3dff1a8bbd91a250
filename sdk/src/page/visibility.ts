import { findDrawnParent } from './collect-inputs.ts'

/** Pixels; a smaller field can't be read, and is there for machines. */
const LEAST_SIDE = 8

/** Below this a field can't be made out on its page. */
const LEAST_OPACITY = 0.15

interface Box {
  left: number
  top: number
  right: number
  bottom: number
}

/** Says whether a person can see a field, or could by scrolling to it. */
export function isVisible(element: Element): boolean {
  const box = element.getBoundingClientRect()
  if (box.width < LEAST_SIDE || box.height < LEAST_SIDE) return false
  if (!element.checkVisibility({ visibilityProperty: true, contentVisibilityAuto: true })) return false
  if (!isReachable(element, box) || isCovered(element, box)) return false
  const frame = element.ownerDocument.defaultView?.frameElement
  return !frame || isVisible(frame)
}

/** Walks outwards: every scroller brings a field to where it stands itself, everything that clips may cut it off. */
function isReachable(element: Element, start: Box): boolean {
  let box = start
  let opacity = 1
  let fixed = false
  for (let at: Element | null = element; at; at = findDrawnParent(at)) {
    const style = getStyle(at)
    opacity *= Number(style.opacity)
    if (opacity < LEAST_OPACITY || at.hasAttribute('inert') || at.ariaHidden === 'true') return false
    const isRoot = at === at.ownerDocument.documentElement || at === at.ownerDocument.body
    if (at !== element && !isRoot && !fixed) {
      const around = at.getBoundingClientRect()
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

/** Says whether something else is drawn over the whole of a field that is on the screen. */
function isCovered(element: Element, box: DOMRect): boolean {
  const hits = [0.5, 0.25, 0.75]
    .map((part) => findAt(element.ownerDocument, box.left + box.width * part, box.top + box.height / 2))
    // Nothing is found outside of the screen: such a field has to be scrolled to first.
    .filter((hit) => hit !== null)
  return hits.length > 0 && !hits.some((hit) => belongsTo(hit, element, box))
}

function findAt(document: Document, x: number, y: number): Element | null {
  let hit = document.elementFromPoint(x, y)
  for (;;) {
    const inner = hit?.shadowRoot?.elementFromPoint(x, y) ?? null
    // A host with nothing of its tree at that point is found again.
    if (!inner || inner === hit) return hit
    hit = inner
  }
}

function belongsTo(hit: Element, element: Element, box: DOMRect): boolean {
  if (hit === element) return true
  for (let at = findDrawnParent(element); at; at = findDrawnParent(at)) {
    if (at === hit) return getStyle(element).pointerEvents === 'none'
  }
  if (hit.closest('label')?.control === element) return true
  // Something as small as the field itself is a drawn box of a code, not a sheet over the page.
  const over = hit.getBoundingClientRect()
  return over.width <= box.width * 1.1 && over.height <= box.height * 1.1
}

function overlaps(a: Box, b: Box): boolean {
  return a.left < b.right && a.right > b.left && a.top < b.bottom && a.bottom > b.top
}

function getStyle(element: Element): CSSStyleDeclaration {
  const view = element.ownerDocument.defaultView ?? window
  return view.getComputedStyle(element)
}
