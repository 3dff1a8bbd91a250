import { hash } from 'node:crypto'

/** What a stored state is known by outside: 43 base64url characters that tell nothing of it. No secret, and no proof. */
export function hashEdition(state: readonly (string | number | null)[]): string {
  return hash('sha256', JSON.stringify(['countersign/edition/v1', ...state]), 'base64url')
}
