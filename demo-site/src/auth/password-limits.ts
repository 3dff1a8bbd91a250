import { createHash } from 'node:crypto'
import type { Bucket } from '../data/password-attempts.ts'
import { normalizeAddress } from '../data/people.ts'
import { networkOf } from './client-address.ts'

const minute = 60_000

/**
 * Which counters a password try goes into.
 *
 * Counting per account alone would let anybody lock anybody out by typing wrong passwords (ASVS 5.0 6.1.1). So a browser
 * in which this person has signed in before has a counter of its own, which strangers can't fill; strangers share one per
 * network, one per network and account, and a wide one per account. An address that nobody has is counted just the same.
 */
export function passwordBuckets(input: {
  address: string
  clientAddress: string
  knownBrowserId: string | null
}): Bucket[] {
  if (input.knownBrowserId !== null) {
    return [{ name: `browser ${input.knownBrowserId}`, limit: 10, windowMs: 15 * minute }]
  }
  const account = accountName(input.address)
  const network = networkOf(input.clientAddress)
  return [
    { name: `network ${network}`, limit: 30, windowMs: 10 * minute },
    { name: `account ${account} network ${network}`, limit: 10, windowMs: 15 * minute },
    { name: `account ${account}`, limit: 100, windowMs: 60 * minute },
  ]
}

/** What a mailed link leads to. Each is counted by itself. */
export type LinkPurpose = 'reset' | 'recovery'

/**
 * How many mailed links somebody may ask for from one network. Counted alike for unknown addresses; and nothing here is
 * counted per account alone, by which strangers could keep somebody from asking (ASVS 5.0 6.1.1).
 */
export function linkBuckets(
  purpose: LinkPurpose,
  input: { address: string; clientAddress: string },
): Bucket[] {
  const network = networkOf(input.clientAddress)
  return [
    { name: `${purpose} network ${network}`, limit: 20, windowMs: 60 * minute },
    { name: `${purpose} ${accountName(input.address)} network ${network}`, limit: 5, windowMs: 60 * minute },
  ]
}

/**
 * How many links are mailed to one address, wherever they were asked for: so many at once, and then one every so often.
 * Each link holds longer than that, so a mailbox that strangers try to flood always has one that works.
 */
export function mailedLinkBuckets(purpose: LinkPurpose, address: string): { atOnce: Bucket; later: Bucket } {
  const account = accountName(address)
  return {
    atOnce: { name: `${purpose} mail ${account}`, limit: 5, windowMs: 60 * minute },
    later: { name: `${purpose} later mail ${account}`, limit: 1, windowMs: 15 * minute },
  }
}

/** How many invitations a clinic may send, to one address and in all: its mail comes from us. */
export function invitationBuckets(input: { address: string; clinicId: string }): Bucket[] {
  return [
    { name: `invitation clinic ${input.clinicId}`, limit: 50, windowMs: 24 * 60 * minute },
    { name: `invitation account ${accountName(input.address)}`, limit: 5, windowMs: 24 * 60 * minute },
  ]
}

/** How often the clinic hears that somebody asks for a new invitation: not even who has an old link can nag it. */
export function askedInvitationBuckets(input: { address: string; clinicId: string }): Bucket[] {
  const { clinicId } = input
  const account = accountName(input.address)
  return [
    { name: `asked invitation ${clinicId} ${account}`, limit: 1, windowMs: 24 * 60 * minute },
    { name: `asked invitations ${clinicId}`, limit: 10, windowMs: 24 * 60 * minute },
  ]
}

/** How often admins hear that a person asks to be asked again. */
export function askedWordBuckets(input: { userId: string; actorId: string }): Bucket[] {
  return [
    { name: `asked word ${input.userId} ${input.actorId}`, limit: 1, windowMs: 24 * 60 * minute },
    { name: `asked words ${input.userId}`, limit: 3, windowMs: 24 * 60 * minute },
  ]
}

/** Hashed, because people type passwords into the wrong field, and this table outlives the request. */
function accountName(address: string): string {
  return createHash('sha256').update(normalizeAddress(address)).digest('hex')
}
