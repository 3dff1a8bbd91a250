import { createHmac } from 'node:crypto'

/** The field by which each form of a session says whose it is. */
export const ownerField = 'signed-in-as'

/**
 * What that field says for one person: nothing that somebody could know who has not been shown a page of theirs, and the
 * same in each of their sessions, so that a form outlives a sign-in.
 *
 * @param key `SiteKeys.formOwner`
 */
export function nameOwner(userId: string, key: Buffer): string {
  return createHmac('sha256', key).update(userId).digest('base64url').slice(0, 22)
}
