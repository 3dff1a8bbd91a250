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

/** Pictures by their path below the folder of their browser. */
type Pictures = Map<string, Buffer>

/** Tells the story in one browser: a line a step, and pictures in `folder`. Where the story breaks off it throws, and leaves the pictures of the last one. */
export async function takeTour(
  browser: BrowserName,
  folder: string,
  say: (line: string) => void,
): Promise<void> {
  const pictures: Pictures = new Map()
  for (const locale of ['en', 'sv'] as const) {
    const stage = await setStage(browser, locale)
    const cast: Cast = { owner: null, countries: null, link: '', letter: '' }
    try {
      for (const chapter of CHAPTERS) {
        if ((chapter.locale ?? 'en') === locale) await tell(chapter, stage, cast, pictures, say)
      }
    } finally {
      await cast.countries?.uk.stop()
      await cast.countries?.au.stop()
      await stage.close()
    }
  }
  rmSync(folder, { recursive: true, force: true })
  for (const [path, picture] of pictures) {
    mkdirSync(dirname(join(folder, path)), { recursive: true })
    writeFileSync(join(folder, path), picture)
  }
}

async function tell(
  chapter: Chapter,
  stage: Stage,
  cast: Cast,
  pictures: Pictures,
  say: (line: string) => void,
): Promise<void> {
  const { browser } = stage.driver
  say(`${browser.padEnd(8)}  ${CHAPTERS.indexOf(chapter) + 1}. ${chapter.title}`)
  for (const [index, step] of chapter.steps.entries()) {
    const outcome = await step.run(stage, cast)
    const path = pictureOf(CHAPTERS, chapter, step)
    if (path !== null) pictures.set(path, shrinkPicture(await takePicture(stage, step)))
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
