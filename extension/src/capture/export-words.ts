import { countParts, type ExportProgress } from '../core/export-parts.ts'
import { say } from '../ui/words.ts'

/**
 * How far an export has come in, in a sentence of the language. Parts that were saved before the browser last started are
 * not known any more: accounts in the vault don't tell which part they came in.
 */
export function describeProgress(progress: ExportProgress, language: string): string {
  const { read, missing, accounts } = countParts(progress)
  if (progress.size === 1) return say('exportWhole', accounts)
  if (missing.length === 0) return say('exportComplete', progress.size, accounts)
  const list = new Intl.ListFormat(language, { type: 'conjunction' }).format(missing.map(String))
  const parts = say(missing.length === 1 ? 'exportPart' : 'exportPartList', list)
  return say('exportParts', read, progress.size, accounts, parts)
}
