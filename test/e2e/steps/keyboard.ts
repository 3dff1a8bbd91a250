import { expect } from '@playwright/test'
import type { Surface, TextMatch } from '../driver/driver.ts'
import { focusedName } from '../driver/in-page.ts'
import { until } from '../driver/wait.ts'

/** More than any page or popup has stops. */
const MOST_STOPS = 40

/** Which of the document's elements has the focus, counted from its start. */
const FOCUSED_PLACE = '[...document.querySelectorAll("*")].indexOf(document.activeElement)'

/** Goes on with Tab until what has the focus has this name. */
export async function tabTo(surface: Surface, name: TextMatch): Promise<void> {
  const passed: string[] = []
  while (passed.length < MOST_STOPS) {
    const before = await surface.evaluate<number>(FOCUSED_PLACE)
    await surface.key('Tab')
    // The document that is asked may not have got the key yet.
    await until(
      async () => ((await surface.evaluate(FOCUSED_PLACE)) === before ? null : true),
      () => `the focus stays, after ${passed.join(', ')}`,
    )
    const focused = await surface.evaluate<string>(`(${focusedName})()`)
    if (typeof name === 'string' ? focused === name : name.test(focused)) {
      await expectToSeeTheFocus(surface)
      return
    }
    passed.push(focused)
  }
  throw new Error(`Tab does not come to "${name}"; it passed: ${passed.join(', ')}`)
}

/** Goes on to a link or a button and presses it by Enter. */
export async function enterAt(surface: Surface, name: TextMatch): Promise<void> {
  await tabTo(surface, name)
  await surface.key('Enter')
}

/** What has the focus has a mark around it, so that somebody without a mouse sees where they are. */
async function expectToSeeTheFocus(surface: Surface): Promise<void> {
  const mark = await surface.evaluate<string>(`(() => {
    const { outlineStyle, outlineWidth, boxShadow } = getComputedStyle(document.activeElement)
    return outlineStyle === 'none' || outlineWidth === '0px' ? boxShadow : outlineStyle
  })()`)
  expect(mark).not.toBe('none')
}
