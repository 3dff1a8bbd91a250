/**
 * What the platform says of a document or an element. A page can name an image, or a field of a form, like any property of
 * its document or form, and a plain read finds that image or field instead.
 */

export function documentOf(element: Element): Document {
  return Reflect.get(Node.prototype, 'ownerDocument', element) as Document
}

/** The window of a document; `null` where it is shown nowhere. */
export function viewOf(document: Document): (Window & typeof globalThis) | null {
  return Reflect.get(Document.prototype, 'defaultView', document)
}

/** The style of an element, or of what a style sheet adds to it. */
export function styleOf(element: Element, added?: '::before' | '::after'): CSSStyleDeclaration {
  const view = viewOf(documentOf(element)) ?? window
  return view.getComputedStyle(element, added)
}

export function boxOf(element: Element): DOMRect {
  return Element.prototype.getBoundingClientRect.call(element)
}

export function parentOf(node: Node): Element | null {
  return Reflect.get(Node.prototype, 'parentElement', node)
}

export function shadowOf(element: Element): ShadowRoot | null {
  return Reflect.get(Element.prototype, 'shadowRoot', element)
}

export function slotOf(element: Element): HTMLSlotElement | null {
  return Reflect.get(Element.prototype, 'assignedSlot', element)
}

/** What an open or closed shadow tree belongs to, for an element at the root of one. */
export function hostOf(element: Element): Element | null {
  const root = Node.prototype.getRootNode.call(element)
  return typeOf(root) === 11 ? ((root as ShadowRoot).host ?? null) : null
}

/** The frame that the document of an element is shown in, where both are of one origin. */
export function frameOf(element: Element): Element | null {
  return viewOf(documentOf(element))?.frameElement ?? null
}

/** The element with an id in the tree that a node stands in. */
export function findById(node: Node, id: string): Element | null {
  const tree = Node.prototype.getRootNode.call(node)
  if (typeOf(tree) === 9) return Document.prototype.getElementById.call(tree, id)
  return typeOf(tree) === 11 ? DocumentFragment.prototype.getElementById.call(tree, id) : null
}

export function listAll(tree: Document | ShadowRoot): NodeListOf<Element> {
  return (typeOf(tree) === 9 ? Document : DocumentFragment).prototype.querySelectorAll.call(tree, '*')
}

/** An element of HTML that stands in no tree. */
export function createApart<Name extends 'canvas' | 'img'>(
  document: Document,
  name: Name,
): HTMLElementTagNameMap[Name] {
  return Document.prototype.createElementNS.call(
    document,
    'http://www.w3.org/1999/xhtml',
    name,
  ) as HTMLElementTagNameMap[Name]
}

function typeOf(node: Node): number {
  return Reflect.get(Node.prototype, 'nodeType', node)
}
