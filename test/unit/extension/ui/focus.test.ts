import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { takeFocus } from '../../../../extension/src/ui/focus.ts'

/** A document whose popup is, as Firefox's, still being moved to where it is shown: focusing an element does nothing. */
class MovingDocument {
  readonly body = {}
  activeElement: unknown = this.body
  moving = true

  element(): HTMLElement {
    const element = {
      focus: () => {
        if (!this.moving) this.activeElement = element
      },
    }
    return element as HTMLElement
  }
}

let shown: MovingDocument
let popup: EventTarget

beforeEach(() => {
  shown = new MovingDocument()
  popup = new EventTarget()
  vi.stubGlobal('document', shown)
  vi.stubGlobal('window', popup)
})
afterEach(() => vi.unstubAllGlobals())

function arrive(): void {
  shown.moving = false
  popup.dispatchEvent(new Event('focus'))
}

test('what Firefox would not focus is focused once the popup is', () => {
  const field = shown.element()
  takeFocus(field)
  expect(shown.activeElement).toBe(shown.body)
  arrive()
  expect(shown.activeElement).toBe(field)
})

test('who has begun with another element by then stays there', () => {
  const field = shown.element()
  takeFocus(field)
  const other = shown.element()
  shown.moving = false
  other.focus()
  arrive()
  expect(shown.activeElement).toBe(other)
})

test('an element that is gone by then is not focused', () => {
  const field = shown.element()
  takeFocus(field)?.()
  arrive()
  expect(shown.activeElement).toBe(shown.body)
})

test('what took the focus at once is not focused again later', () => {
  shown.moving = false
  const field = shown.element()
  expect(takeFocus(field)).toBeUndefined()
  shown.activeElement = shown.body
  arrive()
  expect(shown.activeElement).toBe(shown.body)
})
