import { mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { BrowserName } from './driver/driver.ts'
import { type Stage, setStage } from './stage.ts'
import { pictureBoth } from './steps/picture.ts'
import { STORY } from './steps/story.ts'
import { openAccounts, openPopup } from './steps/vault.ts'

const NARROW = { width: 360, height: 740 }
const WIDE = { width: 1280, height: 800 }

/** Tells the story in one browser: a line a step, and a picture of each in `folder`. Throws where the story breaks off. */
export async function takeTour(
  browser: BrowserName,
  folder: string,
  say: (line: string) => void,
): Promise<void> {
  rmSync(folder, { recursive: true, force: true })
  mkdirSync(folder, { recursive: true })
  const stage = await setStage(browser)
  let number = 0
  const keep = (name: string, picture: Buffer) =>
    writeFileSync(join(folder, `${String(number).padStart(2, '0')}-${fileName(name)}.png`), picture)
  try {
    for (const step of STORY) {
      number++
      const outcome = await step.run(stage)
      keep(step.name, await picture(stage, step.shows))
      say(line(browser, number, `${step.name}: ${outcome}`))
    }
    for (const look of LOOKS) {
      number++
      await look.prepare(stage)
      keep(look.name, await picture(stage, look.shows))
      say(line(browser, number, look.name))
    }
  } finally {
    await stage.close()
  }
}

/** The same things in the dark, and on a narrow page. */
const LOOKS: readonly { name: string; shows: 'page' | 'popup'; prepare(stage: Stage): Promise<void> }[] = [
  {
    name: 'The codes in the dark',
    shows: 'popup',
    async prepare(stage) {
      await stage.driver.colorScheme('dark')
      const popup = await openAccounts(stage)
      // The popup is there before its codes are, and those fade in.
      await popup.waitFor('button', stage.words.popup.fill)
    },
  },
  {
    name: 'The site in the dark',
    shows: 'page',
    async prepare({ page, words }) {
      await page.waitFor('field', words.site.recoveryCode)
    },
  },
  {
    name: 'The site on a narrow page',
    shows: 'page',
    async prepare({ driver, page, words }) {
      await driver.colorScheme('light')
      await page.resize(NARROW.width, NARROW.height)
      await page.waitFor('field', words.site.recoveryCode)
    },
  },
  {
    name: 'The settings of the extension',
    shows: 'popup',
    async prepare(stage) {
      await stage.page.resize(WIDE.width, WIDE.height)
      const popup = await openPopup(stage)
      await popup.press(stage.words.popup.settings)
      await popup.waitFor('field', stage.words.popup.minutes)
    },
  },
]

function picture({ page, popup }: Stage, shows: 'page' | 'popup'): Promise<Buffer> {
  if (shows === 'page') return page.screenshot()
  if (!popup) throw new Error('The popup is not open.')
  return pictureBoth(page, popup)
}

function line(browser: BrowserName, number: number, text: string): string {
  return `${browser.padEnd(8)}  ${String(number).padStart(2)}  ${text}`
}

function fileName(name: string): string {
  return name
    .toLowerCase()
    .replace(/[^a-z]+/g, '-')
    .replace(/^-|-$/g, '')
}
