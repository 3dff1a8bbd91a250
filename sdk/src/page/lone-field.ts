import { collectInputs } from './collect-inputs.ts'
import { speakOfCode } from './hints.ts'
import { readPrecedingTexts } from './preceding-texts.ts'
import { isVisible } from './visibility.ts'

const NO_TEXT: ReadonlySet<string> = new Set([
  'hidden',
  'checkbox',
  'radio',
  'submit',
  'button',
  'image',
  'reset',
])

/**
 * Says whether a field that nothing names is there for a code: where it is the only one of its form, or of a page
 * without forms, that takes text, and what is written over it speaks of a one-time code and of nothing else.
 */
export function isLoneCodeField(input: HTMLInputElement, label: string): boolean {
  if (/\p{L}/u.test(label)) return false
  const root = input.getRootNode() as Document | ShadowRoot
  const around = input.form ?? root
  const others = collectInputs(root).filter(
    (other) => other !== input && other.form === input.form && takesText(other),
  )
  const area = [...around.querySelectorAll('textarea, select, [contenteditable]')]
  if (others.length > 0 || area.length > 0) return false
  const press = around.querySelector('button:not([type]), [type="submit"]')
  const pressed = press ? [press.textContent || press.getAttribute('value') || press.ariaLabel || ''] : []
  return speakOfCode(readPrecedingTexts(input), pressed)
}

function takesText(input: HTMLInputElement): boolean {
  return !NO_TEXT.has(input.type) && !input.readOnly && !input.matches(':disabled') && isVisible(input)
}
