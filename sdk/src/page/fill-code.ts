import { findCodeField } from './find-code-field.ts'

export type FillResult = { status: 'filled'; fields: number } | { status: 'no_field' }

/**
 * Types a code into the page's code field, so that frameworks notice, and never submits anything itself.
 *
 * @param code 6 to 8 digits
 * @returns `filled` with the number of inputs that were written, or `no_field` where there is none and nothing changed
 * @throws TypeError where the code is not 6 to 8 digits
 */
export function fillCode(root: Document, code: string): FillResult {
  if (typeof code !== 'string' || !/^\d{6,8}$/.test(code)) throw new TypeError('code must be 6 to 8 digits')
  const field = findCodeField(root, code.length)
  if (!field) return { status: 'no_field' }
  if (field.kind === 'split') fillBoxes(field.inputs, code)
  else for (const input of field.inputs) type(input, code)
  return { status: 'filled', fields: field.inputs.length }
}

function fillBoxes(boxes: HTMLInputElement[], code: string): void {
  boxes.forEach((box, index) => {
    type(box, code.charAt(index))
  })
  // Where a framework draws later, each digit may have been added to what was known before the first one.
  setTimeout(() => completeBoxes(boxes, code, 0), 0)
}

/**
 * Types the digits that got lost, one at a time. Only where some are there and others are empty: boxes that the page
 * emptied altogether were judged already, and another attempt is the person's to make.
 */
function completeBoxes(boxes: HTMLInputElement[], code: string, from: number): void {
  const kept = boxes.some((box, index) => box.isConnected && box.value === code.charAt(index))
  const lost = boxes.findIndex((box, index) => index >= from && box.isConnected && box.value === '')
  const box = boxes[lost]
  if (!kept || !box) return
  type(box, code.charAt(lost))
  setTimeout(() => completeBoxes(boxes, code, lost + 1), 0)
}

function type(input: HTMLInputElement, text: string): void {
  input.focus()
  setValue(input, text)
  const view = input.ownerDocument.defaultView ?? window
  const seen = { bubbles: true, composed: true }
  input.dispatchEvent(new view.InputEvent('input', { ...seen, inputType: 'insertText', data: text }))
  input.dispatchEvent(new view.Event('change', { bubbles: true }))
}

/** Through the prototype's setter: frameworks put their own on the element, and ignore what they have seen there. */
function setValue(input: HTMLInputElement, text: string): void {
  const prototype = input.ownerDocument.defaultView?.HTMLInputElement.prototype ?? HTMLInputElement.prototype
  const setter = Object.getOwnPropertyDescriptor(prototype, 'value')?.set
  if (setter) setter.call(input, text)
  else input.value = text
}
