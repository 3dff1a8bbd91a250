import { randomInt } from 'node:crypto'
import type { Log } from '../log.ts'

/** Work that an answer does not wait for, so that the time which the answer takes tells nothing about it. */
export interface Errands {
  /**
   * Does it at some moment of the next seconds: done at once, it would hold up the next request, whose sender could time
   * it. What it throws goes to the log, by the name of the error only.
   */
  start(name: string, work: () => Promise<unknown>): void
  /** Does at once what waits, and resolves when nothing is under way: before the process ends, and in tests. */
  settle(): Promise<void>
}

/** Milliseconds; short enough for somebody who waits for a mail. */
const latest = 5000

export function createErrands(log: Log): Errands {
  const underWay = new Set<Promise<void>>()
  const waiting = new Set<() => void>()

  function wait(): Promise<void> {
    return new Promise((resolve) => {
      const go = () => {
        clearTimeout(timer)
        waiting.delete(go)
        resolve()
      }
      const timer = setTimeout(go, randomInt(latest))
      waiting.add(go)
    })
  }

  async function run(name: string, work: () => Promise<unknown>): Promise<void> {
    await wait()
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
      while (underWay.size > 0) {
        for (const go of waiting) go()
        await Promise.all(underWay)
      }
    },
  }
}
