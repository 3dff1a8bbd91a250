import { expect } from '@playwright/test'
import axe from 'axe-core'
import type { Stage } from '../stage.ts'

/** Looks at the page that is open with axe, once for each page that says something else. */
interface Judge {
  judge(who: string, what: string): Promise<void>
  countJudged(): number
}

export function createJudge(stage: () => Stage): Judge {
  const judged = new Set<string>()
  return {
    countJudged: () => judged.size,
    /** Fails when axe finds anything wrong with the page, in the light or in the dark. */
    async judge(who, what) {
      const { driver, page } = stage()
      const text = await page.text()
      if (judged.has(text)) return
      judged.add(text)
      await page.evaluate(`${axe.source};true`)
      const wrong = []
      for (const scheme of ['light', 'dark'] as const) {
        await driver.colorScheme(scheme)
        const rules = scheme === 'dark' ? ", runOnly: ['color-contrast']" : ''
        wrong.push(
          ...(await page.evaluate<
            string[]
          >(`axe.run(document, { resultTypes: ['violations']${rules} }).then(({ violations }) =>
            violations.map(({ id, nodes }) => id + ' (${scheme}): ' + nodes.map(({ html, failureSummary }) => html + ' ' + failureSummary).join(' | ')))`)),
        )
      }
      expect.soft(wrong, `${who}, ${what}, at ${new URL(await page.url()).pathname}`).toEqual([])
    },
  }
}
