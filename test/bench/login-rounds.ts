/** Something that judges the codes of sign-ins, side by side with others. */
export interface Candidate {
  /**
   * Signs so many people in as far as the code, which is not timed; each of the verifications throws unless its right
   * code is accepted.
   */
  prepare(count: number): Promise<Array<() => unknown>>
  /** Verifications in flight at a time; one when left out. */
  atOnce?: number
}

interface RoundOptions {
  rounds: number
  /** Verifications of each candidate in a round. */
  size: number
  onRound(done: number): void
}

// Long enough for the compiler to have seen everything that is hot.
const WARM_UP_ROUNDS = 2

/**
 * The verifications a second of each: the median of its rounds. A noisy moment hits one round of all of them alike,
 * because they take turns, each time in another order.
 */
export async function measure<Name extends string>(
  candidates: Record<Name, Candidate>,
  { rounds, size, onRound }: RoundOptions,
): Promise<Record<Name, number>> {
  const names = Object.keys(candidates) as Name[]
  const rates = new Map<Name, number[]>(names.map((name) => [name, []]))
  for (let round = -WARM_UP_ROUNDS; round < rounds; round++) {
    for (let turn = 0; turn < names.length; turn++) {
      const name = names[(round + WARM_UP_ROUNDS + turn) % names.length] as Name
      const rate = await runRound(candidates[name], size)
      if (round >= 0) rates.get(name)?.push(rate)
    }
    onRound(round + 1)
  }
  const medians = names.map((name) => [name, findMedian(rates.get(name) ?? [])])
  return Object.fromEntries(medians) as Record<Name, number>
}

async function runRound(candidate: Candidate, size: number): Promise<number> {
  const verifications = await candidate.prepare(size)
  // Timers and signals get their turn here: what runs on SQLite alone never lets go of the thread by itself.
  await new Promise((resolve) => setImmediate(resolve))
  const start = performance.now()
  const left = verifications.values()
  const work = async () => {
    for (const verify of left) await verify()
  }
  await Promise.all(Array.from({ length: candidate.atOnce ?? 1 }, work))
  return (size / (performance.now() - start)) * 1000
}

function findMedian(values: readonly number[]): number {
  const sorted = values.toSorted((one, other) => one - other)
  const middle = sorted.length >> 1
  const [upper, lower] = [sorted[middle] ?? 0, sorted[middle - 1] ?? 0]
  return sorted.length % 2 === 1 ? upper : (lower + upper) / 2
}
