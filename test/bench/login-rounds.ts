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

// Verifications between two turns: a few milliseconds, so that whatever else the machine does hits everybody alike.
const TURN = 20

/** The verifications a second of each: the median of its rounds, within which they take turns. */
export async function measure<Name extends string>(
  candidates: Record<Name, Candidate>,
  { rounds, size, onRound }: RoundOptions,
): Promise<Record<Name, number>> {
  const names = Object.keys(candidates) as Name[]
  for (const name of names) {
    let verifiedMs = 0
    while (verifiedMs < WARM_UP_MS) verifiedMs += (await runRound([candidates[name]], size))[0] ?? 0
  }
  onRound(0)
  const all: number[][] = []
  for (let round = 1; round <= rounds; round++) {
    all.push(
      await runRound(
        names.map((name) => candidates[name]),
        size,
      ),
    )
    onRound(round)
  }
  const rates = names.map((name, index) => [
    name,
    (1000 * size) / findMedian(all.map((spentMs) => spentMs[index] ?? 0)),
  ])
  return Object.fromEntries(rates) as Record<Name, number>
}

/** How long the verifications of each took, in milliseconds. */
async function runRound(candidates: readonly Candidate[], size: number): Promise<number[]> {
  const batches: Array<Array<() => unknown>> = []
  for (const candidate of candidates) batches.push(await candidate.prepare(size))
  const spentMs = candidates.map(() => 0)
  for (let from = 0; from < size; from += TURN) {
    // Timers and signals get their turn here: what runs on SQLite alone never lets go of the thread by itself.
    await new Promise((resolve) => setImmediate(resolve))
    // Each comes after another one from turn to turn: what one leaves behind in caches and logs hits all alike.
    const first = from / TURN
    for (let place = 0; place < candidates.length; place++) {
      const index = (first + place) % candidates.length
      const candidate = candidates[index] as Candidate
      const left = (batches[index] ?? []).slice(from, from + TURN).values()
      const work = async () => {
        for (const verify of left) await verify()
      }
      const start = performance.now()
      await Promise.all(Array.from({ length: candidate.atOnce ?? 1 }, work))
      spentMs[index] = (spentMs[index] ?? 0) + performance.now() - start
    }
  }
  return spentMs
}

function findMedian(values: readonly number[]): number {
  const sorted = values.toSorted((one, other) => one - other)
  const middle = sorted.length >> 1
  const [upper, lower] = [sorted[middle] ?? 0, sorted[middle - 1] ?? 0]
  return sorted.length % 2 === 1 ? upper : (lower + upper) / 2
}
