import { resealRevision } from './body.ts'
import { equalBytes, wipe } from './bytes.ts'
import type { VaultEnvironment } from './environment.ts'
import { VaultError } from './errors.ts'
import { signHeader } from './header.ts'
import { readHeaders } from './header-copies.ts'
import { createVaultKey, deriveVaultKeys, type VaultKeys } from './keys.ts'
import { type Proven, prove, type UnlockProof, type Unproven } from './proof.ts'
import { readRevision, type VaultRevision } from './records.ts'
import { readRecoveryKit } from './recovery-kit.ts'
import { copyVault } from './second-copy.ts'
import { readLastLock } from './session.ts'
import { createPasskeySlot, createPasswordSlot, createRecoveryKitSlot, type SlotPlace } from './slot-keys.ts'
import { confirmKit, type UnlockSlot } from './slots.ts'
import { asStorageFull } from './storage-full.ts'
import { readLiveSession, startSession } from './vault.ts'

/**
 * Makes a new vault key and encrypts everything under it, snapshots included, for who fears that an old copy of the vault
 * and its key are out. Only the way that was just proven stays: the secrets of the others are not here to seal the new key
 * with, so they are `dropped` and have to be added again. A vault that is locked before that is done stays locked.
 */
export async function renewVaultKey(
  environment: VaultEnvironment,
  proof: UnlockProof,
): Promise<{ status: 'renewed'; dropped: UnlockSlot['kind'][] } | Unproven> {
  const lastLock = await readLastLock(environment.session)
  const proven = await prove(environment, proof)
  if (proven.status !== 'proven') return proven
  const { header, slot } = proven
  const { vaultId } = header
  const vaultKey = createVaultKey()
  try {
    const place = { vaultId, label: confirmKit(slot).label, addedAt: slot.addedAt ?? environment.now() }
    const slots = [await sealAgain(vaultKey, place, slot, proof)]
    const keys = await deriveVaultKeys(vaultKey, vaultId)
    const keyId = crypto.randomUUID()
    const next = await signHeader(keys, header, { keyId, slots })
    await environment.exclusively(() => moveRevisions(environment, proven, keys, next))
    // What was locked meanwhile stays locked: the new key is for the next unlock.
    const live = await readLiveSession(environment)
    if (live !== null) {
      wipe(live.vaultKey)
      await startSession(environment, vaultKey, keyId, lastLock)
    }
    return {
      status: 'renewed',
      dropped: header.slots.filter(({ id }) => id !== slot.id).map(({ kind }) => kind),
    }
  } finally {
    wipe(vaultKey, proven.vaultKey)
  }
}

function sealAgain(
  vaultKey: Proven['vaultKey'],
  place: SlotPlace,
  slot: UnlockSlot,
  proof: UnlockProof,
): Promise<UnlockSlot> {
  if (proof.kind === 'passkey' && slot.kind === 'passkey') {
    return createPasskeySlot(vaultKey, place, { ...proof, salt: slot.salt })
  }
  if (proof.kind === 'recovery_kit') {
    const kit = readRecoveryKit(proof.kit)
    if (kit.status !== 'kit') throw new TypeError('A kit that was just proven can be read.')
    return createRecoveryKitSlot(vaultKey, place, kit.secret).finally(() => wipe(kit.secret))
  }
  if (!('password' in proof)) throw new TypeError('The proof and the slot it opened are of one kind.')
  return createPasswordSlot(vaultKey, place, proof)
}

/** A snapshot that does not open any more can't be taken along, and is let go; the newest revision has to. */
async function moveRevisions(
  environment: VaultEnvironment,
  { header, keys }: Proven,
  nextKeys: VaultKeys,
  next: Proven['header'],
): Promise<void> {
  const { storage } = environment
  const numbers = await storage.listRevisions()
  const head = numbers.at(-1)
  if (head === undefined) throw new VaultError('head_damaged', 'There is no revision.')
  const revisions: VaultRevision[] = []
  for (const number of numbers) {
    try {
      const record = readRevision(await storage.readRevision(number), header.vaultId)
      revisions.push(await resealRevision(keys.body, nextKeys.body, record))
    } catch (error) {
      if (!(error instanceof VaultError)) throw error
      if (number === head) throw new VaultError('head_damaged', 'The newest revision does not open.')
    }
  }
  const replaced = { mac: header.mac, head }
  if ((await storage.replaceAll({ header: next, revisions }, replaced).catch(asStorageFull)) === 'taken') {
    throw new VaultError('busy', 'Another window changed the vault first.')
  }
  const { headers, isWhole } = await readHeaders(storage)
  if (!isWhole || !equalBytes(headers[0].mac, next.mac)) {
    throw new VaultError('not_saved', 'The header that was written did not come back.')
  }
  const record = revisions.at(-1)
  if (record !== undefined) await copyVault(environment, next, { record, savedAt: null })
}
