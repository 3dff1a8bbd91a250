import { commonRuns, commonWords } from './common-words.ts'
import { leastPasswordLength } from './passwords.ts'

/** So little beside a word that is known makes it no harder to guess. */
const addition = 5

/** Fewer letters and digits than this are not what a password is about. */
const shortestRun = 6

/** What a password is compared with besides the common ones (NIST SP 800-63B-4 3.1.1.2). */
export interface PasswordOwner {
  address: string
  name: string
  siteName: string
}

/**
 * Whether somebody who tries common passwords, or who knows the person, would have this one in the first tries:
 * `common`, `personal`, or null. Capitals, spaces and punctuation make no difference. Needs no network: no password leaves
 * the process, not even in part.
 */
export function findGuess(password: string, owner: PasswordOwner): 'common' | 'personal' | null {
  const bare = reduce(password)
  if (isRepeated(password.toLowerCase()) || runsAlong(findUnit(bare))) return 'common'
  const personal = listPersonalWords(owner)
  if (isMadeOf(bare, commonWords)) return 'common'
  return isMadeOf(bare, [...personal, ...commonWords]) ? 'personal' : null
}

function reduce(text: string): string {
  return text
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, '')
}

/** The shortest beginning that the whole is a repetition of, the last time perhaps cut off; else the whole. */
function findUnit(text: string): string {
  for (let length = 1; length * 2 <= text.length; length++) {
    if (text.slice(length) === text.slice(0, -length)) return text.slice(0, length)
  }
  return text
}

/** The same few characters over and over are as good as those few. */
function isRepeated(text: string): boolean {
  return findUnit(text).length < leastPasswordLength({ hasFactor: true })
}

function runsAlong(text: string): boolean {
  if (text.length < shortestRun) return false
  const backwards = [...text].reverse().join('')
  return commonRuns.some((run) => run.includes(text) || run.includes(backwards))
}

/** Whole and in parts: `anna@harbour.example` is also `anna`, `harbour` and `example`. Short ones are in every other word. */
function listPersonalWords({ address, name, siteName }: PasswordOwner): string[] {
  return [address, name, siteName]
    .flatMap((text) => [text, ...text.split(/[^\p{L}\p{N}]+/u)])
    .map(reduce)
    .filter((word) => word.length >= 3)
}

/** Whether next to nothing is left of it without these words. */
function isMadeOf(text: string, words: readonly string[]): boolean {
  const longestFirst = [...words].sort((a, b) => b.length - a.length)
  let left = text
  for (const word of longestFirst) left = left.replaceAll(word, ' ')
  return left !== text && left.replaceAll(' ', '').length < addition
}
