import { type Bytes, randomBytes, wipe } from './bytes.ts'
import type { VaultEnvironment } from './environment.ts'
import { readEveryHeader } from './every-header.ts'
import { replaceHeader } from './header.ts'
import { listSlots } from './header-copies.ts'
import type { DeriveKey, KdfParameters } from './kdf.ts'
import { type Proven, prove, type UnlockProof, type Unproven } from './proof.ts'
import { isReadable, maxLabelLength, maxSlots } from './records.ts'
import { recoveryKitBytes, writeRecoveryKit } from './recovery-kit.ts'
import { createPasskeySlot, createPasswordSlot, createRecoveryKitSlot, type SlotPlace } from './slot-keys.ts'
import { type BrokenSlot, confirmedKit, confirmKit, type UnlockSlot } from './slots.ts'
import { readOpenVault } from './vault.ts'

/** One way to unlock, as a list shows it. */
export interface UnlockWay {
  id: string
  /** Null where it is broken, and not even that can be read. */
  kind: UnlockSlot['kind'] | null
  /** What a person called it; may be empty, and is of a recovery kit. */
  label: string
  /** ms since 1970; null where the version that wrote it kept no time. */
  addedAt: number | null
  /** It is not as it was written, and opens nothing; the next change of the ways leaves it out. */
  isBroken: boolean
  /** It is a recovery kit, and nobody has shown yet that they have its sheet: it opens the vault, and is not counted on. */
  isUnconfirmed: boolean
}

/** A passkey that can open this vault: for the platform's `askPasskey`. */
export interface PasskeyChoice {
  credentialId: Bytes
  /** What its PRF extension is asked about. */
  salt: Bytes
}

/** What every change of the ways to unlock answers. */
export type Changed = { status: 'changed'; ways: UnlockWay[] }

/** Lists the ways to unlock; the vault may be locked, and then only those that can't be read are known to be broken. Throws `missing` when there is no vault. */
export async function listUnlockWays(environment: VaultEnvironment): Promise<UnlockWay[]> {
  const open = await readOpenVault(environment)
  if (open !== null) return describeWays([...open.header.slots, ...open.broken])
  return describeWays(listSlots((await readEveryHeader(environment)).headers))
}

/** The passkeys that a locked vault can be opened with; empty when there are none. */
export async function listPasskeys(environment: VaultEnvironment): Promise<PasskeyChoice[]> {
  const { headers } = await readEveryHeader(environment)
  return listSlots(headers)
    .filter(isReadable)
    .flatMap((slot) =>
      slot.kind === 'passkey' ? [{ credentialId: slot.credentialId, salt: slot.salt }] : [],
    )
}

/** Puts a new password in the place of the old one, or beside the other ways where there was none; accounts are not encrypted anew. */
export function changePassword(
  environment: VaultEnvironment,
  proof: UnlockProof,
  next: { password: string; deriveKey: DeriveKey; kdf?: KdfParameters },
): Promise<Changed | Unproven> {
  return changeSlots<never>(environment, proof, async (proven, place) => {
    const slot = await createPasswordSlot(proven.vaultKey, { ...place, label: '' }, next)
    return [slot, ...proven.header.slots.filter(({ kind }) => kind !== 'password')]
  })
}

/** Adds a passkey, with what the platform's `createPasskey` gave; `full` when there are too many ways already. */
export function addPasskey(
  environment: VaultEnvironment,
  proof: UnlockProof,
  passkey: { credentialId: Bytes; salt: Bytes; secret: Bytes; label: string },
): Promise<Changed | Unproven | { status: 'full' }> {
  return changeSlots<'full'>(environment, proof, async ({ header, vaultKey }, place) => {
    if (header.slots.length >= maxSlots) return 'full'
    const label = passkey.label.slice(0, maxLabelLength)
    return [...header.slots, await createPasskeySlot(vaultKey, { ...place, label }, passkey)]
  })
}

/**
 * Makes a recovery kit; `kit` is what to print, and is shown this once. The one before it goes on opening the vault until
 * `confirmRecoveryKit`, since nobody may have the new sheet yet.
 */
export async function addRecoveryKit(
  environment: VaultEnvironment,
  proof: UnlockProof,
): Promise<(Changed & { kit: string }) | Unproven | { status: 'full' }> {
  const secret = randomBytes(recoveryKitBytes)
  try {
    const changed = await changeSlots<'full'>(environment, proof, async ({ header, vaultKey }, place) => {
      if (header.slots.length >= maxSlots) return 'full'
      return [...header.slots, await createRecoveryKitSlot(vaultKey, { ...place, label: '' }, secret)]
    })
    return changed.status === 'changed' ? { ...changed, kit: writeRecoveryKit(secret) } : changed
  } finally {
    wipe(secret)
  }
}

/** Once the sheet is kept: the kit that is on it is the only one from then on. */
export function confirmRecoveryKit(environment: VaultEnvironment, kit: string): Promise<Changed | Unproven> {
  return changeSlots<never>(environment, { kind: 'recovery_kit', kit }, async ({ header, slot }) =>
    header.slots.filter(({ id, kind }) => kind !== 'recovery_kit' || id === slot.id),
  )
}

/**
 * Removes one way to unlock; `gone` when it is not there any more, and `last` when none would be left that somebody is known
 * to have: a recovery kit that nobody has confirmed may be on no sheet.
 */
export function removeUnlockWay(
  environment: VaultEnvironment,
  proof: UnlockProof,
  id: string,
): Promise<Changed | Unproven | { status: 'last' } | { status: 'gone' }> {
  return changeSlots<'gone' | 'last'>(environment, proof, async ({ header, broken }) => {
    const left = header.slots.filter((slot) => slot.id !== id)
    if (left.length === header.slots.length && broken.length === 0) return 'gone'
    return left.every(isUnconfirmedKit) ? 'last' : left
  })
}

/** Calls a passkey something else; `gone` when it is not there any more. */
export function renameUnlockWay(
  environment: VaultEnvironment,
  proof: UnlockProof,
  id: string,
  label: string,
): Promise<Changed | Unproven | { status: 'gone' }> {
  return changeSlots<'gone'>(environment, proof, async ({ header }) => {
    if (!header.slots.some((slot) => slot.id === id)) return 'gone'
    const renamed = { label: label.slice(0, maxLabelLength) }
    return header.slots.map((slot) => (slot.id === id ? { ...slot, ...renamed } : slot))
  })
}

/** Nothing is written where the change answers a refusal instead of slots. Who proves by a kit has its sheet. */
async function changeSlots<Refusal extends string = never>(
  environment: VaultEnvironment,
  proof: UnlockProof,
  change: (proven: Proven, place: Omit<SlotPlace, 'label'>) => Promise<UnlockSlot[] | Refusal>,
): Promise<Changed | Unproven | { status: Refusal }> {
  const proven = await prove(environment, proof)
  if (proven.status !== 'proven') return proven
  const { header, keys, vaultKey, slot } = proven
  try {
    const known = header.slots.map((each) => (each.id === slot.id ? confirmKit(each) : each))
    const place = { vaultId: header.vaultId, addedAt: environment.now() }
    const slots = await change({ ...proven, header: { ...header, slots: known } }, place)
    if (typeof slots === 'string') return { status: slots }
    const replaced = await environment.exclusively(() => replaceHeader(environment, keys, header, { slots }))
    return { status: 'changed', ways: describeWays(replaced.slots) }
  } finally {
    wipe(vaultKey)
  }
}

function describeWays(slots: (UnlockSlot | BrokenSlot)[]): UnlockWay[] {
  return slots.map((slot, index) => {
    const { kind, label } = slot
    const isBroken = !isReadable(slot)
    const id = slot.id ?? `broken ${index}`
    const isKit = kind === 'recovery_kit'
    return {
      id,
      kind,
      label: isKit ? '' : label,
      addedAt: isBroken ? null : slot.addedAt,
      isBroken,
      isUnconfirmed: isUnconfirmedKit(slot),
    }
  })
}

function isUnconfirmedKit({ kind, label }: Pick<BrokenSlot, 'kind' | 'label'>): boolean {
  return kind === 'recovery_kit' && label !== confirmedKit
}
