import type { Candidate, CodeField } from './find-code-field.ts'
import { judgeSurroundings } from './hints.ts'

/** Pixels; boxes for one digit are no wider, and no farther from each other. */
const MOST_BOX_WIDTH = 90
const MOST_DISTANCE = 220

/** Finds rows of boxes with one digit each. */
export function findSplitFields(
  candidates: Candidate[],
  length: number | undefined,
): { score: number; field: CodeField }[] {
  return findRows(candidates).flatMap((row) => {
    const fits = length === undefined ? row.length >= 6 && row.length <= 8 : row.length === length
    const score = fits ? scoreRow(row) : -1
    if (score < 0) return []
    const inputs = row.map(({ input }) => input)
    return [{ score, field: { kind: 'split', inputs, label: readRowLabel(row) } }]
  })
}

function findRows(candidates: Candidate[]): Candidate[][] {
  const rows: Candidate[][] = []
  let row: Candidate[] = []
  for (const candidate of candidates) {
    const previous = row.at(-1)
    const continues =
      previous !== undefined && isBox(candidate.input) && isNear(previous.input, candidate.input)
    if (continues) row.push(candidate)
    else {
      row = isFirstBox(candidate.input) ? [candidate] : []
      rows.push(row)
    }
  }
  return rows
}

function isBox(input: HTMLInputElement): boolean {
  return (
    input.maxLength === 1 || (input.maxLength < 0 && input.getBoundingClientRect().width <= MOST_BOX_WIDTH)
  )
}

/** The first box often takes a whole code, for those who paste. */
function isFirstBox(input: HTMLInputElement): boolean {
  return isBox(input) || input.getBoundingClientRect().width <= MOST_BOX_WIDTH
}

function isNear(a: HTMLInputElement, b: HTMLInputElement): boolean {
  if (a.form !== b.form || a.ownerDocument !== b.ownerDocument) return false
  const [first, second] = [a.getBoundingClientRect(), b.getBoundingClientRect()]
  return Math.hypot(first.left - second.left, first.top - second.top) <= MOST_DISTANCE
}

function scoreRow(row: Candidate[]): number {
  const around = judgeSurroundings(row[0]?.texts.around ?? '')
  if (around === 'never' || row.some(({ score }) => score < 0)) return -1
  const best = Math.max(...row.map(({ score }) => score))
  const oneDigitEach = row.slice(1).every(({ input }) => input.maxLength === 1)
  if (!oneDigitEach && best < 25 && around !== 'strong' && around !== 'weak') return -1
  return Math.max(best, 0) + (oneDigitEach ? 50 : 30) + (around === 'strong' ? 15 : 0)
}

function readRowLabel(row: Candidate[]): string {
  const first = row[0]
  if (!first) return ''
  const group = first.input.closest('fieldset, [role="group"]')
  return group || first.texts.label === '' ? first.texts.around.slice(0, 80) : first.texts.label
}
