import type { Store } from 'countersign'
import { afterAll, beforeAll, describe } from 'vitest'
import { type OpenedStore, storesUnderTest } from './stores/stores-under-test.ts'

/** The same tests on every store; `store()` is the one at hand, open from the first test on. */
export function describeOnEveryStore(
  name: string,
  define: (
    store: () => Store,
    asHost: OpenedStore['asHost'],
    openAnother: OpenedStore['openAnother'],
  ) => void,
): void {
  for (const under of storesUnderTest) {
    describe(`${name} on ${under.name}`, () => {
      let opened: Awaited<ReturnType<typeof under.open>>
      beforeAll(async () => {
        opened = await under.open()
      })
      afterAll(() => opened.dispose())
      define(
        () => opened.store,
        (work) => opened.asHost(work),
        () => opened.openAnother(),
      )
    })
  }
}
