import type { Store } from 'countersign'
import { storeConformance } from 'countersign/testing'
import { afterAll, beforeAll, describe, test } from 'vitest'
import { storesUnderTest } from '../unit/sdk/stores/stores-under-test.ts'

for (const { name, open } of storesUnderTest) {
  describe(name, () => {
    let store: Store
    let dispose: () => Promise<void>
    beforeAll(async () => {
      const opened = await open()
      store = opened.store
      dispose = opened.dispose
    })
    afterAll(() => dispose())

    for (const check of storeConformance) test(check.name, () => check.run(store))
  })
}
