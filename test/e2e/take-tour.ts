import { mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import type { Cast, Chapter, ChapterStep } from './chapters/chapter.ts'
import { CHAPTERS } from './chapters/chapters.ts'
import { shrinkPicture } from './chapters/small-picture.ts'
import { pictureOf } from './chapters/write-story.ts'
import type { BrowserName } from './driver/driver.ts'
import { type Stage, setStage } from './stage.ts'
import { pictureBoth } from './steps/picture.ts'

const USUAL = { width: 1280, height: 800 }

/** Tells the story in one browser: a line a step, and pictures in `folder`. Throws where the story breaks off. */
export async function takeTour(
  browser: BrowserName,
  folder: string,
  say: (line: string) => void,
): Promise<void> {
  rmSync(folder, { recursive: true, force: true })
  for (const locale of ['en', 'sv'] as const) {
    const stage = await setStage(browser, locale)
    const cast: Cast = { owner: null, countries: null, phoneKey: '', link: '', letter: '' }
    try {
      for (const chapter of CHAPTERS) {
        if ((chapter.locale ?? 'en') === locale) await tell(chapter, stage, cast, folder, say)
      }
    } finally {
      await cast.countries?.uk.stop()
      await cast.countries?.au.stop()
      await stage.close()
    }
  }
}

async function tell(
  chapter: Chapter,
  stage: Stage,
  cast: Cast,
  folder: string,
  say: (line: string) => void,
): Promise<void> {
  const { browser } = stage.driver
  say(`${browser.padEnd(8)}  ${CHAPTERS.indexOf(chapter) + 1}. ${chapter.title}`)
  for (const [index, step] of chapter.steps.entries()) {
    const outcome = await step.run(stage, cast)
    const path = pictureOf(CHAPTERS, chapter, step)
    if (path !== null) {
      const picture = shrinkPicture(await takePicture(stage, step))
      mkdirSync(dirname(join(folder, path)), { recursive: true })
      writeFileSync(join(folder, path), picture)
    }
    say(`${browser.padEnd(8)}  ${String(index + 1).padStart(5)}  ${step.name}: ${outcome}`)
  }
}

async function takePicture({ page, popup }: Stage, { shows, width, height }: ChapterStep): Promise<Buffer> {
  if (shows === 'popup') {
    if (!popup) throw new Error('The popup is not open.')
    return pictureBoth(page, popup)
  }
  const isUsual = width === undefined && height === undefined
  if (!isUsual) {
    await page.resize(width ?? USUAL.width, height ?? USUAL.height)
    await page.evaluate('scrollTo(0, 0)')
  }
  const picture = await page.screenshot()
  if (!isUsual) await page.resize(USUAL.width, USUAL.height)
  return picture
}
