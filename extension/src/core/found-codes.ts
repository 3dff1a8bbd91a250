import { findDuplicate } from './accounts.ts'
import { type Finding, isOfPage, isOther, isSaved, listAccounts } from './findings.ts'
import type { VaultAccount } from './vault/contents.ts'
import { unpackBytes } from './vault/pack-bytes.ts'

/** Codes that were found and not let go of yet. */
export interface FoundCodes {
  findings: Finding[]
  /** Whether there were more codes than are shown. */
  isCut: boolean
}

/**
 * What was found now, after what was found before and is not in the vault (`saved`) yet; after both, what was refused, the
 * newest first. A code that was seen twice keeps the place that says more: its page before a file or a text, and either
 * before a code that nobody pointed at.
 */
export function joinFound(before: FoundCodes | null, now: FoundCodes, saved: VaultAccount[]): FoundCodes {
  const waiting = (before?.findings ?? []).filter((finding) => !isSaved(finding, saved))
  if (waiting.length === 0) return now
  const joined = new Map<string, Finding>()
  for (const finding of [...waiting, ...now.findings]) {
    const text = JSON.stringify(finding.code)
    const earlier = joined.get(text)
    if (earlier === undefined || rank(finding) > rank(earlier)) joined.set(text, finding)
  }
  const isOfNow = new Set(now.findings.map(({ code }) => JSON.stringify(code)))
  const order = (text: string, finding: Finding) => (canBeSaved(finding) ? 0 : isOfNow.has(text) ? 1 : 2)
  const findings = [...joined].toSorted(
    ([left, one], [right, other]) => order(left, one) - order(right, other),
  )
  // Where all that waited was seen again, and more besides, that is what was left out then, or it would be missing now too.
  const wasThere = new Set(before?.findings.map(({ code }) => JSON.stringify(code)))
  const isSeenAgain =
    waiting.every(({ code }) => isOfNow.has(JSON.stringify(code))) &&
    [...isOfNow].some((text) => !wasThere.has(text))
  const isCut = now.isCut || (before?.isCut === true && !isSeenAgain)
  return { findings: findings.map(([, finding]) => finding), isCut }
}

/** How many accounts are in it that the vault does not have. */
export function countUnsaved({ findings }: FoundCodes, saved: VaultAccount[]): number {
  return listAccounts(findings).filter((account) => findDuplicate(saved, account) === undefined).length
}

/** Overwrites the secrets of codes that nobody will look at any more. */
export function wipeFound({ findings }: FoundCodes): void {
  for (const { secret } of listAccounts(findings)) secret.fill(0)
}

/** Reads codes as `packBytes` wrote them; `null` for anything else. */
export function readFoundCodes(value: unknown): FoundCodes | null {
  try {
    const { findings, isCut } = unpackBytes(value) as FoundCodes
    const isRead = listAccounts(findings).every(({ secret }) => secret instanceof Uint8Array)
    return isRead && findings.every(({ place }) => place.kind) ? { findings, isCut } : null
  } catch {
    return null
  }
}

function canBeSaved(finding: Finding): boolean {
  return listAccounts([finding]).length > 0
}

function rank({ place }: Finding): number {
  if (isOther(place)) return 0
  return isOfPage(place) ? 2 : 1
}
