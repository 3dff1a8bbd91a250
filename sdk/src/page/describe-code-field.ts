import { findCodeField } from './find-code-field.ts'

/** What can be told about the page's code field without handing over anything of the page itself. */
export type CodeFieldDescription =
  | { status: 'found'; kind: 'single' | 'split'; fields: number; label: string }
  | { status: 'no_field' }

export function describeCodeField(root: Document): CodeFieldDescription {
  const field = findCodeField(root)
  if (!field) return { status: 'no_field' }
  return { status: 'found', kind: field.kind, fields: field.inputs.length, label: '' }
}
