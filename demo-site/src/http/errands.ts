import type { Log } from '../log.ts'

/** Work that an answer does not wait for, so that the time which the answer takes tells nothing about it. */
export interface Errands {
  /** Starts it once the answer is on its way. What it throws goes to the log, by the name of the error only. */
  start(name: string, work: () => Promise<unknown>): void
  /** Resolves when nothing is under way: before the process ends, and in tests. */
  settle(): Promise<void>
}

export function createErrands(log: Log): Errands {
  const underWay = new Set<Promise<void>>()

  async function run(name: string, work: () => Promise<unknown>): Promise<void> {
    await new Promise((resolve) => setImmediate(resolve))
    try {
      await work()
    } catch (error) {
      log.error(`${name}.failed`, { name: error instanceof Error ? error.name : 'unknown' })
    }
  }

  return {
    start(name, work) {
      const errand = run(name, work)
      underWay.add(errand)
      void errand.finally(() => underWay.delete(errand))
    },
    async settle() {
      while (underWay.size > 0) await Promise.all(underWay)
    },
  }
}
