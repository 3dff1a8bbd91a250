import { findDrawnParent } from './collect-inputs.ts'
import { readColour, readColours } from './colour.ts'
import { readOpacity } from './opacity.ts'

export interface Point {
  x: number
  y: number
}

/** From here on what lies over a field hides it. */
const OPAQUE = 0.5

const PICTURES: ReadonlySet<string> = new Set([
  'img',
  'video',
  'canvas',
  'iframe',
  'frame',
  'object',
  'embed',
])

/**
 * Finds what is seen at a place of the screen: the first of the wanted elements, or the first other one that hides
 * what lies under it, by itself or with those above it. `null` where nothing is, such as outside of the screen.
 */
export function findSeen(
  document: Document,
  point: Point,
  isWanted: (element: Element) => boolean,
): Element | null {
  const hits = listAt(document, point.x, point.y)
  const wanted = hits.find(isWanted)
  let through = 1
  for (const hit of hits) {
    if (isWanted(hit)) return hit
    through *= 1 - readCover(hit, point, wanted ?? null)
    if (1 - through >= OPAQUE) return hit
  }
  return null
}

/** From the topmost down, those in open shadow trees before their hosts. */
function listAt(root: Document | ShadowRoot, x: number, y: number): Element[] {
  return root
    .elementsFromPoint(x, y)
    .filter((element) => element.getRootNode() === root)
    .flatMap((element) => [...(element.shadowRoot ? listAt(element.shadowRoot, x, y) : []), element])
}

/** How much an element hides of what lies under it at a point, from 0 to 1. */
function readCover(element: Element, point: Point, wanted: Element | null): number {
  let cover = hidesContent(element, wanted) ? 1 : paintAll(element, point)
  for (let at: Element | null = element; at && cover > 0; at = findDrawnParent(at)) {
    cover *= readOpacity(getStyle(at))
  }
  return cover
}

/** A part that a page defines itself, without an open tree: what it draws is closed to us, so it counts as a cover. */
function hidesContent(element: Element, wanted: Element | null): boolean {
  return element.localName.includes('-') && !element.shadowRoot && !(wanted && isDrawnIn(wanted, element))
}

function isDrawnIn(element: Element, around: Element): boolean {
  for (let at: Element | null = element; at; at = findDrawnParent(at)) if (at === around) return true
  return false
}

function paintAll(element: Element, point: Point): number {
  const style = getStyle(element)
  const before = paintPseudo(element, '::before')
  const after = paintPseudo(element, '::after')
  return Math.max(paint(element, style), paintBorder(element, style, point), before, after)
}

/** What is drawn before or after an element's content; a line or a dot covers nothing. */
function paintPseudo(element: Element, pseudo: '::before' | '::after'): number {
  const view = element.ownerDocument.defaultView ?? window
  const style = view.getComputedStyle(element, pseudo)
  if (/^(none|normal)$/.test(style.content) || !/absolute|fixed/.test(style.position)) return 0
  const [width, height] = [Number.parseFloat(style.width), Number.parseFloat(style.height)]
  return width >= 40 && height >= 12 ? paint(element, style) * readOpacity(style) : 0
}

function paintBorder(element: Element, style: CSSStyleDeclaration, { x, y }: Point): number {
  const box = element.getBoundingClientRect()
  const distances = { left: x - box.left, right: box.right - x, top: y - box.top, bottom: box.bottom - y }
  const alphas = Object.entries(distances).map(([side, distance]) => {
    const isDrawn = !/^(none|hidden)?$/.test(style.getPropertyValue(`border-${side}-style`))
    const width = Number.parseFloat(style.getPropertyValue(`border-${side}-width`))
    if (!isDrawn || distance > width) return 0
    return readColour(style.getPropertyValue(`border-${side}-color`))?.alpha ?? 0
  })
  return Math.max(...alphas)
}

function paint(element: Element, style: CSSStyleDeclaration): number {
  if (PICTURES.has(element.localName)) return 1
  const isShape =
    element.namespaceURI === 'http://www.w3.org/2000/svg' && !/^(svg|g|a)$/.test(element.localName)
  if (isShape) return style.fill === 'none' ? 0 : 1
  if (/blur\(/.test(style.backdropFilter ?? '')) return 1
  const { backgroundColor, backgroundImage } = style
  if (/url\(|image-set\(|element\(|paint\(/.test(backgroundImage)) return 1
  const layers = [readColour(backgroundColor), ...readColours(backgroundImage)]
  return Math.max(...layers.map((colour) => colour?.alpha ?? 0))
}

/**
 * Lets everything that is drawn over an area be found by {@link findSeen}, also what lets presses through, while some
 * work is done; puts everything back in the same task, before the page can draw or notice.
 */
export function withAllHits<Result>(document: Document, area: DOMRect, work: () => Result): Result {
  const restore: (() => void)[] = []
  try {
    for (const element of listAll(document)) {
      if (element.hasAttribute('inert')) {
        const value = element.getAttribute('inert') ?? ''
        element.removeAttribute('inert')
        restore.push(() => element.setAttribute('inert', value))
      }
      if (getStyle(element).pointerEvents !== 'none' || !overlaps(element.getBoundingClientRect(), area))
        continue
      const { style } = element as HTMLElement
      const had = element.getAttribute('style')
      style.setProperty('pointer-events', 'auto', 'important')
      restore.push(() => putBack(element, had))
    }
    return work()
  } finally {
    for (const undo of restore.toReversed()) undo()
  }
}

/** Through the element's own style and not its attribute, which a page's security policy may forbid. */
function putBack(element: Element, had: string | null): void {
  const { style } = element as HTMLElement
  style.removeProperty('pointer-events')
  // Chromium removes the attribute only where it has been written out, and that it does when somebody looks.
  if (had === null && element.getAttribute('style') === '') element.removeAttribute('style')
  else if (had !== null) style.cssText = had
}

function listAll(root: Document | ShadowRoot): Element[] {
  return [...root.querySelectorAll('*')].flatMap((element) =>
    element.shadowRoot ? [element, ...listAll(element.shadowRoot)] : [element],
  )
}

function overlaps(a: DOMRect, b: DOMRect): boolean {
  return a.left < b.right && a.right > b.left && a.top < b.bottom && a.bottom > b.top
}

function getStyle(element: Element): CSSStyleDeclaration {
  const view = element.ownerDocument.defaultView ?? window
  return view.getComputedStyle(element)
}
