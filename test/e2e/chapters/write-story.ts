import type { BrowserName } from '../driver/driver.ts'
import type { Chapter, ChapterStep } from './chapter.ts'

/** The picture of a step, below the folder of its browser; null when it has none. */
export function pictureOf(chapters: readonly Chapter[], chapter: Chapter, step: ChapterStep): string | null {
  if (step.shows === 'nothing') return null
  const folder = `${twoDigits(chapters.indexOf(chapter) + 1)}-${chapter.name}`
  return `${folder}/${twoDigits(chapter.steps.indexOf(step) + 1)}-${fileName(step.name)}.png`
}

/** The story as a page: a picture of every step that has one, in both browsers. */
export function writeStory(chapters: readonly Chapter[]): string {
  const told = chapters.map((chapter, index) => {
    const steps = chapter.steps.map((step, at) => {
      const picture = pictureOf(chapters, chapter, step)
      const line = `${at + 1}. ${step.name}`
      if (picture === null) return line
      return `${line}<br>${show('chromium', picture, step)} ${show('firefox', picture, step)}`
    })
    return `## ${index + 1}. ${chapter.title}\n\n${chapter.about}\n\n${steps.join('\n')}\n`
  })
  return `# The story in pictures\n\nWritten by \`npm run tour\`. On the left Chromium, on the right Firefox.\n\n${told.join('\n')}`
}

function show(browser: BrowserName, picture: string, step: ChapterStep): string {
  const name = browser === 'chromium' ? 'Chromium' : 'Firefox'
  return `<img src="${browser}/${picture}" alt="${step.name}, in ${name}" width="400">`
}

function twoDigits(number: number): string {
  return String(number).padStart(2, '0')
}

function fileName(name: string): string {
  return name
    .toLowerCase()
    .replace(/[^a-z]+/g, '-')
    .replace(/^-|-$/g, '')
}
