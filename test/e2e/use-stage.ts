import { type TestInfo, test } from '@playwright/test'
import type { BrowserName } from './driver/driver.ts'
import { type Stage, type StageOptions, setStage } from './stage.ts'

/** Sets one stage for all tests of a file, keeps pictures of a failure, and clears it away whatever happened. */
export function useStage(locale: 'en' | 'sv' = 'en', options: StageOptions = {}): () => Stage {
  let stage: Stage | null = null
  test.describe.configure({ mode: 'serial' })
  test.beforeAll(async () => {
    stage = await setStage(browserOf(test.info()), locale, options)
  })
  test.afterEach(async () => {
    const info = test.info()
    if (!stage || info.status === info.expectedStatus) return
    await attachPictures(stage, info)
  })
  test.afterAll(async () => {
    await stage?.close()
    stage = null
  })
  return () => {
    if (!stage) throw new Error('The stage is not set.')
    return stage
  }
}

/** The browser that a test runs in: its project's name. */
export function browserOf(info: TestInfo): BrowserName {
  const { name } = info.project
  if (name !== 'chromium' && name !== 'firefox') throw new Error(`No browser is called ${name}.`)
  return name
}

async function attachPictures({ page, popup }: Stage, info: TestInfo): Promise<void> {
  for (const [name, surface] of [
    ['page', page],
    ['popup', popup],
  ] as const) {
    const body = await surface?.screenshot().catch(() => null)
    if (body) await info.attach(`${name}.png`, { body, contentType: 'image/png' })
  }
}
