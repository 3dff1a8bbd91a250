import { isHtml, listElements } from './list-elements.ts'
import { hostOf, parentOf, slotOf } from './platform.ts'

/**
 * Lists every input of a page in the order in which they are read, those in open shadow trees and in frames of the
 * very same origin among them.
 */
export function collectInputs(root: Document | ShadowRoot): HTMLInputElement[] {
  return listElements(root).filter((element): element is HTMLInputElement => isHtml(element, 'input'))
}

/** The element around another one as it is drawn, through slots and out of shadow trees; `null` at a document's root. */
export function findDrawnParent(element: Element): Element | null {
  return slotOf(element) ?? parentOf(element) ?? hostOf(element)
}
