/** Where a one-time code goes: one field, or one box for each digit. */
export interface CodeField {
  kind: 'single' | 'split'
  /** In the order in which they are filled. */
  inputs: HTMLInputElement[]
}

export function findCodeField(root: Document): CodeField | null {
  const input = root.querySelector<HTMLInputElement>('input[autocomplete~="one-time-code"]')
  return input ? { kind: 'single', inputs: [input] } : null
}
