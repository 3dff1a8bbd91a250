import { countAttempt, forgetAttempts } from './attempts.ts'
import { type Bytes, equalBytes, wipe } from './bytes.ts'
import type { VaultEnvironment } from './environment.ts'
import { VaultError } from './errors.ts'
import { type EveryHeader, readEveryHeader } from './every-header.ts'
import { findIntactHeader, type HeaderCopies, isAlike, isSuperseded, listSlots } from './header-copies.ts'
import type { DeriveKey } from './kdf.ts'
import type { VaultKeys } from './keys.ts'
import { isReadable, type VaultHeader } from './records.ts'
import { type ReadRecoveryKit, readRecoveryKit } from './recovery-kit.ts'
import { noteRollback } from './rollback-note.ts'
import { openPasswordSlot, openSecretSlot } from './slot-keys.ts'
import type { BrokenSlot, UnlockSlot } from './slots.ts'

/** What a person shows to get at the vault key. */
export type UnlockProof =
  | { kind?: 'password'; password: string; deriveKey: DeriveKey }
  /** What the platform's `askPasskey` gave. */
  | { kind: 'passkey'; credentialId: Bytes; secret: Bytes }
  /** As typed. */
  | { kind: 'recovery_kit'; kit: string }

/** Why a proof was none. */
export type Unproven =
  | { status: 'wrong' }
  /** Too many wrong passwords; in ms since 1970. */
  | { status: 'wait'; until: number }
  /** The kit can't be right as it is typed. */
  | Exclude<ReadRecoveryKit, { status: 'kit' }>

/** What a right proof opens; whoever asked wipes `vaultKey`. */
export interface Proven {
  status: 'proven'
  header: VaultHeader
  /** The slots of it that are not as they were written. */
  broken: BrokenSlot[]
  /** Both copies of the header in the database are there, and are this one. */
  isWhole: boolean
  /** One of the copies was of an earlier edition than the other, or the database's of an earlier one than the second copy's. */
  wasRolledBack: boolean
  slot: UnlockSlot
  vaultKey: Bytes
  keys: VaultKeys
}

/**
 * Opens the slot that a proof fits, and checks the whole list of slots with what was in it; throws `damaged` when it was
 * changed in every copy.
 */
export async function prove(environment: VaultEnvironment, proof: UnlockProof): Promise<Proven | Unproven> {
  const copies = await readEveryHeader(environment)
  const failures: unknown[] = []
  const accept = async (opened: Opened) => {
    try {
      return await acceptSlot(copies, opened)
    } catch (error) {
      wipe(opened.vaultKey)
      if (!(error instanceof VaultError)) throw error
      // What opens in one copy and is refused may open, and be right, in the other.
      failures.push(error)
      return null
    }
  }
  try {
    const answer = await openAny(environment, copies.headers, proof, accept)
    if (answer.status === 'wrong' && failures.length > 0) throw failures[0]
    if (answer.status === 'proven' && answer.wasRolledBack) await noteRollback(environment)
    return answer
  } catch (error) {
    if (error instanceof VaultError) refusals.set(error, copies.stored.headers)
    throw error
  }
}

const refusals = new WeakMap<VaultError, HeaderCopies['headers']>()

/** Whether an error is what `prove` threw over exactly these headers: of any others it says nothing. */
export function isRefusalOf(error: unknown, headers: HeaderCopies['headers']): boolean {
  return error instanceof VaultError && isAlike(refusals.get(error), headers)
}

interface Opened {
  slot: UnlockSlot
  /** Of the header that it was found in. */
  edition: number
  keyId: string
  vaultKey: Bytes
}

type Accept = (opened: Opened) => Promise<Proven | null>

/** Null for a slot that only an older header has, which somebody put back over one copy. */
async function acceptSlot({ stored, headers }: EveryHeader, opened: Opened): Promise<Proven | null> {
  const { vaultKey, edition } = opened
  const found = await findIntactHeader(headers, vaultKey).catch((error: unknown) => {
    // What another key has replaced says nothing by being damaged as well.
    if (isSuperseded(opened, headers)) return null
    throw error
  })
  if (found === null) {
    wipe(vaultKey)
    return null
  }
  const { header, ...intact } = found
  const slot = header.slots.find(({ id }) => id === opened.slot.id)
  if (slot !== undefined && !isSuperseded(header, headers)) {
    const isWhole = stored.isWhole && isAlike(stored.headers[0], header)
    return { status: 'proven', header, ...intact, isWhole, slot, vaultKey }
  }
  if (slot === undefined && edition >= header.edition) throw refuseWay(header.slots)
  wipe(vaultKey)
  return null
}

async function openAny(
  environment: VaultEnvironment,
  headers: HeaderCopies['headers'],
  proof: UnlockProof,
  accept: Accept,
): Promise<Proven | Unproven> {
  switch (proof.kind) {
    case 'passkey':
      return openWithSecret(
        headers,
        proof,
        (slot) => slot.kind === 'passkey' && equalBytes(slot.credentialId, proof.credentialId),
        accept,
      )
    case 'recovery_kit': {
      const kit = readRecoveryKit(proof.kit)
      if (kit.status !== 'kit') return kit
      try {
        return await openWithSecret(headers, { kind: 'recovery_kit', ...kit }, () => true, accept)
      } finally {
        wipe(kit.secret)
      }
    }
    default:
      return openWithPassword(environment, headers, proof, accept)
  }
}

async function openWithPassword(
  environment: VaultEnvironment,
  headers: HeaderCopies['headers'],
  proof: Extract<UnlockProof, { password: string }>,
  accept: Accept,
): Promise<Proven | Unproven> {
  const counted = await countAttempt(environment)
  if (counted.status === 'wait') return counted
  checkReadable(headers, 'password')
  for (const { vaultId, slot, ...place } of listCandidates(headers)) {
    if (slot.kind !== 'password') continue
    const vaultKey = await openPasswordSlot(slot, vaultId, proof)
    if (vaultKey === null) continue
    await forgetAttempts(environment)
    const proven = await accept({ slot, ...place, vaultKey })
    if (proven !== null) return proven
  }
  return { status: 'wrong' }
}

async function openWithSecret(
  headers: HeaderCopies['headers'],
  { kind, secret }: { kind: 'passkey' | 'recovery_kit'; secret: Bytes },
  fits: (slot: UnlockSlot) => boolean,
  accept: Accept,
): Promise<Proven | Unproven> {
  checkReadable(headers, kind)
  for (const { vaultId, slot, ...place } of listCandidates(headers)) {
    if (slot.kind === 'password' || slot.kind !== kind || !fits(slot)) continue
    const vaultKey = await openSecretSlot(slot, vaultId, secret)
    const proven = vaultKey === null ? null : await accept({ slot, ...place, vaultKey })
    if (proven !== null) return proven
  }
  return { status: 'wrong' }
}

/** From every copy: one that is broken in the first may be whole in the second. */
function listCandidates(
  headers: HeaderCopies['headers'],
): { vaultId: string; edition: number; keyId: string; slot: UnlockSlot }[] {
  return headers.flatMap(({ vaultId, edition, keyId, slots }) =>
    slots.filter(isReadable).map((slot) => ({ vaultId, edition, keyId, slot })),
  )
}

/** Throws `way_damaged` where nothing that is shown could open, because all there was to be opened by it can't be read. */
function checkReadable(headers: HeaderCopies['headers'], wanted: UnlockSlot['kind']): void {
  const slots = listSlots(headers)
  if (slots.some((slot) => slot.kind === wanted && isReadable(slot))) return
  if (slots.every((slot) => isReadable(slot) || (slot.kind !== wanted && slot.kind !== null))) return
  throw refuseWay(slots.filter(isReadable))
}

/** Says that a way is not as it was written; where there is no other, that nothing opens the vault. */
function refuseWay(others: UnlockSlot[]): VaultError {
  return others.length > 0
    ? new VaultError('way_damaged', 'This way to unlock is not as it was written.')
    : new VaultError('damaged', 'No way to unlock is as it was written.')
}
