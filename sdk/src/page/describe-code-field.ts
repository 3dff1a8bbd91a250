import { findCodeField } from './find-code-field.ts'

/** What can be told about a page's code field outside of the page. */
export type CodeFieldDescription =
  | {
      status: 'found'
      kind: 'single' | 'split'
      /** Inputs that would be written. */
      fields: number
      /** What the page calls it, at most 80 characters of the page's own words: show it isolated. */
      label: string
    }
  | { status: 'no_field' }

/** Describes the field that {@link fillCode} would fill, as plain data that can leave the page. */
export function describeCodeField(root: Document): CodeFieldDescription {
  const field = findCodeField(root)
  if (!field) return { status: 'no_field' }
  return { status: 'found', kind: field.kind, fields: field.inputs.length, label: field.label.slice(0, 80) }
}
