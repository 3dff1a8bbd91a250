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

// Of verifying, for each: long enough for the compiler to have seen everything that is hot, as on a site that is up.
const WARM_UP_MS = 2500

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
  for (const name of names) {
    let verifiedMs = 0
    while (verifiedMs < WARM_UP_MS) verifiedMs += (await runRound(candidates[name], size)) * size
  }
  onRound(0)
  for (let round = 0; round < rounds; round++) {
    for (let turn = 0; turn < names.length; turn++) {
      const name = names[(round + turn) % names.length] as Name
      rates.get(name)?.push(1000 / (await runRound(candidates[name], size)))
    }
    onRound(round + 1)
  }
  const medians = names.map((name) => [name, findMedian(rates.get(name) ?? [])])
  return Object.fromEntries(medians) as Record<Name, number>
}

/** How long one verification took, in milliseconds. */
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
  return (performance.now() - start) / size
}

function findMedian(values: readonly number[]): number {
  const sorted = values.toSorted((one, other) => one - other)
  const middle = sorted.length >> 1
  const [upper, lower] = [sorted[middle] ?? 0, sorted[middle - 1] ?? 0]
  return sorted.length % 2 === 1 ? upper : (lower + upper) / 2
}
