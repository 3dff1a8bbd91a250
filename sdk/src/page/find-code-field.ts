import { collectInputs } from './collect-inputs.ts'
import { isUncovered } from './coverage.ts'
import { type FieldTexts, readFieldTexts } from './field-texts.ts'
import { judgeSurroundings, judgeText } from './hints.ts'
import { isLoneCodeField } from './lone-field.ts'
import { findSplitFields } from './split-field.ts'
import { isVisible } from './visibility.ts'

/** Where a one-time code goes: one field, or one box for each digit. */
export interface CodeField {
  kind: 'single' | 'split'
  /** In the order in which they are filled; one where the kind is `single`. */
  inputs: HTMLInputElement[]
  /** What the page calls it; the page's own words, to be shown isolated. */
  label: string
}

/** A field that could take a code, with what speaks for it. */
export interface Candidate {
  input: HTMLInputElement
  texts: FieldTexts
  /** Below zero: for something else. */
  score: number
}

/** What a field must reach: one word such as "code" does; the shape of a code in a form about codes does too. */
const LEAST_SCORE = 25

const TYPES: ReadonlySet<string> = new Set(['text', 'tel', 'number'])

/**
 * Finds the field of a page that a one-time code belongs into, in open shadow trees and same-origin frames too: the
 * one that is named most clearly. Never a field that a person can't see or can't change, and never one for a password,
 * a phone number, a postcode, a discount, a search, an amount or a recovery code.
 *
 * @param length digits of the code; a row of boxes must have as many. Without it, 6 to 8.
 * @returns the field, or `null`
 */
export function findCodeField(root: Document, length?: number): CodeField | null {
  const candidates = collectInputs(root)
    .filter(
      (input) => TYPES.has(input.type) && !input.readOnly && !input.matches(':disabled') && isVisible(input),
    )
    .map((input) => judge(input, length))
  const split = findSplitFields(candidates, length)
  const inBoxes = new Set(split.flatMap(({ field }) => field.inputs))
  const single = candidates
    .map(raiseLoneField)
    .filter(({ input, score }) => score >= LEAST_SCORE && canHold(input, length) && !inBoxes.has(input))
    .map(({ input, texts, score }) => ({
      score,
      field: { kind: 'single' as const, inputs: [input], label: texts.label },
    }))
  const best = [...split, ...single].sort((a, b) => b.score - a.score)
  // Last, since it may have to scroll; a row of boxes is seen when all of them are.
  return best.find(({ field }) => field.inputs.every(isUncovered))?.field ?? null
}

function judge(input: HTMLInputElement, length: number | undefined): Candidate {
  const texts = readFieldTexts(input)
  return { input, texts, score: scoreField(input, texts, length) }
}

/** Last of all: any field with a word for itself is taken before one that only its place speaks for. */
function raiseLoneField(candidate: Candidate): Candidate {
  const { input, texts, score } = candidate
  if (score < 0 || score >= LEAST_SCORE || !isLoneCodeField(input, texts.label)) return candidate
  return { ...candidate, score: LEAST_SCORE }
}

function scoreField(input: HTMLInputElement, texts: FieldTexts, length: number | undefined): number {
  const hints = texts.own.map(judgeText)
  const purpose = readPurpose(input)
  if (purpose === 'other' || hints.includes('never')) return -1
  const named = hints.includes('strong') ? 60 : hints.includes('weak') ? 25 : 0
  const around = judgeSurroundings(texts.around)
  if (named === 0 && purpose !== 'code' && around === 'never') return -1
  const shape = isNumeric(input) ? 5 : 0
  const fits = input.maxLength === (length ?? 6) ? 10 : 0
  const focused = (input.getRootNode() as Document | ShadowRoot).activeElement === input ? 3 : 0
  const about = around === 'strong' && shape + fits > 0 ? 15 : 0
  return (purpose === 'code' ? 100 : 0) + named + about + shape + fits + focused
}

/** What the page itself declares the field to be for (HTML, autofill detail tokens). */
function readPurpose(input: HTMLInputElement): 'code' | 'other' | 'unsaid' {
  const tokens = (input.getAttribute('autocomplete') ?? '').toLowerCase().split(/\s+/)
  if (tokens.includes('one-time-code')) return 'code'
  if (input.getAttribute('role') === 'searchbox' || input.closest('[role="search"], search')) return 'other'
  const other =
    /^(tel|postal-code|country|email|username|name|given-name|family-name|nickname|organization|street-address|address-|cc-|bday|current-password|new-password|transaction-|url|sex|language|impp)/
  return tokens.some((token) => other.test(token)) ? 'other' : 'unsaid'
}

function isNumeric(input: HTMLInputElement): boolean {
  return input.type !== 'text' || input.inputMode === 'numeric' || /\\d|0-9/.test(input.pattern)
}

function canHold(input: HTMLInputElement, length = 6): boolean {
  return input.maxLength < 0 || input.maxLength >= length
}
