import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { CHAPTERS } from './chapters/chapters.ts'
import { copyGuidePictures } from './chapters/guide-pictures.ts'
import { writeStory } from './chapters/write-story.ts'
import { takeTour } from './take-tour.ts'

// node test/e2e/tour.ts chromium firefox: the tour in each browser that is named. `npm run tour` provides all that it needs.
const folder = join(import.meta.dirname, '../../docs/tour')
const guides = join(import.meta.dirname, '../../sdk/docs/guides')
// Ended from outside, it still ends its browsers and removes their profiles.
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => process.exit(1))

const started = performance.now()

for (const browser of process.argv.slice(2)) {
  if (browser !== 'chromium' && browser !== 'firefox') throw new Error(`No browser is called ${browser}.`)
  await takeTour(browser, join(folder, browser), (line) => console.log(line))
}
writeFileSync(join(folder, 'README.md'), writeStory(CHAPTERS))
copyGuidePictures(join(folder, 'chromium'), guides)
console.log(
  `Done in ${Math.round((performance.now() - started) / 1000)} s; the story is in docs/tour/README.md.`,
)
