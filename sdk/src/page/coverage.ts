import { findDrawnParent } from './collect-inputs.ts'
import { findDrawnBoxes } from './drawn-boxes.ts'
import { findSeen, type Point, withAllHits } from './hit-test.ts'

/** Parts of a field's width and height; a button or a label may lie over some of these places, never over most. */
const PLACES = [
  [0.5, 0.5],
  [0.1, 0.5],
  [0.3, 0.5],
  [0.7, 0.5],
  [0.9, 0.5],
  [0.5, 0.25],
  [0.5, 0.75],
] as const

/** Says whether a field can be seen once it is scrolled to; afterwards everything is scrolled as it was. */
export function isUncovered(input: HTMLInputElement): boolean {
  if (isSeen(input)) return true
  const restore = rememberScroll(input)
  input.scrollIntoView({ block: 'center', inline: 'nearest', behavior: 'instant' })
  try {
    return isSeen(input)
  } finally {
    restore()
  }
}

function isSeen(input: HTMLInputElement): boolean {
  const boxes = findDrawnBoxes(input)
  // Where boxes are drawn, each of them has to be seen, and the field may lie over or under them.
  if (boxes.length > 0) return boxes.every((box) => isTargetSeen(box, [input, ...boxes]))
  const label = [...(input.labels ?? [])].filter((each) => isNoLarger(each, input))
  return isTargetSeen(input, [input, ...label])
}

function isTargetSeen(target: Element, wanted: Element[]): boolean {
  const { left, top, width, height } = target.getBoundingClientRect()
  const isWanted = (element: Element) => wanted.some((each) => each.contains(element))
  return withEveryDocument(target, () => {
    const seen = PLACES.filter(([x, y]) =>
      isPointSeen(target.ownerDocument, { x: left + width * x, y: top + height * y }, isWanted),
    )
    return seen.length > PLACES.length / 2
  })
}

/** Up through the frames: what covers a frame covers what is in it. */
function isPointSeen(document: Document, point: Point, isWanted: (element: Element) => boolean): boolean {
  const seen = findSeen(document, point, isWanted)
  if (!seen || !isWanted(seen)) return false
  const frame = findFrame(document)
  if (!frame) return true
  const { left, top } = frame.getBoundingClientRect()
  const outside = { x: point.x + left + frame.clientLeft, y: point.y + top + frame.clientTop }
  return isPointSeen(frame.ownerDocument, outside, (element) => element === frame)
}

function withEveryDocument<Result>(target: Element, work: () => Result): Result {
  const frame = findFrame(target.ownerDocument)
  const inside = () => withAllHits(target.ownerDocument, target.getBoundingClientRect(), work)
  return frame ? withEveryDocument(frame, inside) : inside()
}

function findFrame(document: Document): Element | null {
  return document.defaultView?.frameElement ?? null
}

/** A label that floats inside its field is part of it; one as large as the page is a sheet over it. */
function isNoLarger(label: Element, input: Element): boolean {
  const [a, b] = [label.getBoundingClientRect(), input.getBoundingClientRect()]
  return a.width <= b.width * 1.1 && a.height <= b.height * 1.1
}

function rememberScroll(element: Element): () => void {
  const places: { scroller: Element; left: number; top: number }[] = []
  for (let at: Element | null = element; at; at = findDrawnParent(at) ?? findFrame(at.ownerDocument)) {
    places.push({ scroller: at, left: at.scrollLeft, top: at.scrollTop })
  }
  return () => {
    for (const { scroller, left, top } of places) {
      if (scroller.scrollLeft !== left || scroller.scrollTop !== top) {
        scroller.scrollTo({ left, top, behavior: 'instant' })
      }
    }
  }
}
