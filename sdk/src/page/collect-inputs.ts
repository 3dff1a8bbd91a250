/**
 * Lists every input of a page in the order in which they are read, those in open shadow trees and in frames of the
 * very same origin among them.
 */
export function collectInputs(root: Document | ShadowRoot): HTMLInputElement[] {
  return [...root.querySelectorAll('*')].flatMap((element) => {
    if (isInput(element)) return [element]
    const inner = element.shadowRoot ?? innerDocument(element)
    return inner ? collectInputs(inner) : []
  })
}

/** By name and not by `instanceof`, which is false for elements of another frame. */
function isInput(element: Element): element is HTMLInputElement {
  return element.localName === 'input' && element.namespaceURI === 'http://www.w3.org/1999/xhtml'
}

function innerDocument(element: Element): Document | null {
  if (element.localName !== 'iframe' && element.localName !== 'frame') return null
  const inner = (element as HTMLIFrameElement).contentDocument
  return inner && findOrigin(inner) === findOrigin(element.ownerDocument) ? inner : null
}

/**
 * The window's own origin, which frames without an address inherit. Not what the browser compares: pages of two
 * origins that both set `document.domain` open to each other, and a code belongs to one of them only.
 */
function findOrigin(document: Document): string | null {
  return document.defaultView?.origin ?? null
}

/** The element around another one as it is drawn, through slots and out of shadow trees; `null` at a document's root. */
export function findDrawnParent(element: Element): Element | null {
  if (element.assignedSlot) return element.assignedSlot
  if (element.parentElement) return element.parentElement
  const root = element.getRootNode()
  if (root.nodeType === 11) return (root as ShadowRoot).host ?? null
  return null
}
