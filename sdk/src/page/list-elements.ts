import { documentOf, listAll, shadowOf, viewOf } from './platform.ts'

/** Elements of one page that are looked at; a page with more is not waited for. */
const MOST_ELEMENTS = 100_000

/**
 * Lists the elements of a page in the order in which they are read, those in open shadow trees and in frames of the
 * very same origin among them; such a tree or frame comes after the element that it belongs to.
 */
export function listElements(root: Document | ShadowRoot): Element[] {
  const elements: Element[] = []
  const visit = (tree: Document | ShadowRoot) => {
    for (const element of listAll(tree)) {
      if (elements.length >= MOST_ELEMENTS) return
      elements.push(element)
      const inner = shadowOf(element) ?? innerDocument(element)
      if (inner) visit(inner)
    }
  }
  visit(root)
  return elements
}

/** Whether an element is of HTML and of this name; not by `instanceof`, which is false for those of another frame. */
export function isHtml(element: Element, name: string): boolean {
  return element.localName === name && element.namespaceURI === 'http://www.w3.org/1999/xhtml'
}

/** A page with frames in frames within itself would never end: this deep is looked. */
const MOST_FRAMES = 8

function innerDocument(element: Element): Document | null {
  if (!isHtml(element, 'iframe') && !isHtml(element, 'frame') && !isHtml(element, 'object')) return null
  const inner = (element as HTMLIFrameElement).contentDocument
  if (!inner || findOrigin(inner) !== findOrigin(documentOf(element))) return null
  return countFrames(inner) > MOST_FRAMES ? null : inner
}

function countFrames(document: Document): number {
  let count = 0
  for (let at = viewOf(document); at && at !== at.parent && count <= MOST_FRAMES; count++)
    at = at.parent as typeof at
  return count
}

/**
 * The window's own origin, which frames without an address inherit. Not what the browser compares: pages of two
 * origins that both set `document.domain` open to each other, and a code belongs to one of them only.
 */
function findOrigin(document: Document): string | null {
  return viewOf(document)?.origin ?? null
}
