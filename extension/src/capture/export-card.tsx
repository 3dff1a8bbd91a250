import type { MigrationEntry } from 'countersign/otp'
import { useEffect, useRef, useState } from 'preact/hooks'
import { findDuplicate } from '../core/accounts.ts'
import { addAccounts } from '../core/add-accounts.ts'
import {
  type CollectedExport,
  continueExport,
  type ExportProgress,
  keepProgress,
  readExportProgress,
} from '../core/export-parts.ts'
import { isOther } from '../core/findings.ts'
import { hasName } from '../core/name-scanned.ts'
import { findNamesake } from '../core/namesakes.ts'
import type { VaultAccount } from '../core/vault/contents.ts'
import { changeExports, recallExports } from '../platform/export-progress.ts'
import { vaultEnvironment } from '../platform/vault-environment.ts'
import { findLanguage } from '../platform/words.ts'
import { useScreen } from '../screens/screen-context.ts'
import { useChange } from '../screens/use-change.ts'
import { useFirstFocus } from '../ui/focus.ts'
import { say } from '../ui/words.ts'
import { ExportEntry } from './export-entry.tsx'
import { describeProgress } from './export-words.ts'
import { PlaceLine } from './place-line.tsx'

type Readable = Extract<MigrationEntry, { status: 'ok' }>

export interface ExportCardProps {
  collected: CollectedExport
  alone: boolean
  onSaved: () => void
}

/** The parts of an export that were seen: how many are to come, every account of them, and one button for all. */
export function ExportCard({ collected, alone, onSaved }: ExportCardProps) {
  const { accounts, announce, run } = useScreen()
  const change = useChange()
  const [saved, setSaved] = useState<number | null>(null)
  const save = useFirstFocus<HTMLButtonElement>(alone && !collected.places.some(isOther))
  const savedLine = useFirstFocus<HTMLParagraphElement>(saved !== null)
  const pending = useRef(false)
  const readable = collected.entries.filter((entry): entry is Readable => entry.status === 'ok')
  const [replacing, setReplacing] = useState<ReadonlySet<MigrationEntry>>(new Set())
  const fresh = readable.filter(({ account }) => findDuplicate(accounts, account) === undefined)
  const findOld = (entry: MigrationEntry) =>
    saved === null && fresh.some((one) => one === entry) && entry.status === 'ok'
      ? findNamesake(accounts, entry.account, null)
      : undefined
  const progress = useProgress(collected, accounts, fresh.length === 0)

  const keep = () => {
    if (pending.current) return
    pending.current = true
    void run(async () => {
      const added = readable.map((entry) => {
        const { account } = entry
        return {
          // Here nobody is asked for names, and a row without one could not be told from another.
          account: hasName(account) ? account : { ...account, account: say('unnamed') },
          instead: replacing.has(entry) ? findOld(entry)?.id : undefined,
        }
      })
      const place = { makeId: () => crypto.randomUUID(), addedAt: vaultEnvironment.now() }
      const changed = await change(addAccounts(added, place))
      if (changed.status === 'locked') return
      setSaved(changed.result.added)
      onSaved()
      announce(say('exportSaved', changed.result.added))
    }).finally(() => {
      pending.current = false
    })
  }

  return (
    <section class="card export" aria-label={say('exportTitle')}>
      <h2>{say('exportTitle')}</h2>
      <p role="status">{progress === null ? '' : describeProgress(progress, findLanguage())}</p>
      {collected.places.map((place) => (
        <PlaceLine key={JSON.stringify(place)} place={place} />
      ))}
      <ul class="entries">
        {collected.entries.map((entry, index) => (
          <ExportEntry
            key={index}
            entry={entry}
            isKnown={
              saved === null && entry.status === 'ok' && findDuplicate(accounts, entry.account) !== undefined
            }
            namesake={findOld(entry)}
            replaces={replacing.has(entry)}
            onReplace={(replaces) =>
              setReplacing((before) => {
                const chosen = new Set(before)
                if (replaces) chosen.add(entry)
                else chosen.delete(entry)
                return chosen
              })
            }
          />
        ))}
      </ul>
      <div class="choices">
        {saved !== null && (
          <p role="status" tabIndex={-1} ref={savedLine}>
            {say('exportSaved', saved)}
          </p>
        )}
        {saved === null && fresh.length > 0 && (
          <button type="button" class="main" ref={save} onClick={keep}>
            {say('saveMany', fresh.length)}
          </button>
        )}
        {saved === null && fresh.length === 0 && <p class="caution">{say('exportNothingNew')}</p>}
      </div>
    </section>
  )
}

/**
 * What was seen of this export, this time and before; `null` until that is known. A part counts from one time to the next
 * only as long as its accounts are in the vault (`saved`).
 */
function useProgress(
  collected: CollectedExport,
  saved: VaultAccount[],
  isKept: boolean,
): ExportProgress | null {
  const [progress, setProgress] = useState<ExportProgress | null>(null)
  useEffect(() => {
    let shown = true
    void recallExports().then((remembered) => {
      if (shown) setProgress(continueExport(collected, readExportProgress(remembered, saved), saved))
    })
    return () => {
      shown = false
    }
  }, [collected, saved])
  useEffect(() => {
    if (!isKept) return
    void changeExports((remembered) => {
      const before = readExportProgress(remembered, saved)
      return keepProgress(before, continueExport(collected, before, saved))
    })
  }, [collected, isKept])
  return progress
}
