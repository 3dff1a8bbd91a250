import { findCodeField } from './find-code-field.ts'

export type FillResult = { status: 'filled'; fields: number } | { status: 'no_field' }

export function fillCode(root: Document, code: string): FillResult {
  const field = findCodeField(root)
  const input = field?.inputs[0]
  if (!field || !input) return { status: 'no_field' }
  input.focus()
  input.value = code
  input.dispatchEvent(new Event('input', { bubbles: true }))
  input.dispatchEvent(new Event('change', { bubbles: true }))
  return { status: 'filled', fields: 1 }
}
