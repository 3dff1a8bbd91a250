import { cpSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'

/** The pictures that guides show, by their path below the pictures of a browser. */
export function listGuidePictures(guides: string): string[] {
  const texts = readdirSync(guides)
    .filter((name) => name.endsWith('.md'))
    .map((name) => readFileSync(join(guides, name), 'utf8'))
  const shown = texts.flatMap((text) => [...text.matchAll(/\ssrc="pictures\/([^"]+)"/g)])
  return [...new Set(shown.map((match) => match[1] ?? ''))].sort()
}

/** Puts what the guides show beside them: the package of the SDK has them and nothing else of the tour. */
export function copyGuidePictures(from: string, guides: string): void {
  const folder = join(guides, 'pictures')
  rmSync(folder, { recursive: true, force: true })
  for (const path of listGuidePictures(guides)) cpSync(join(from, path), join(folder, path))
}
