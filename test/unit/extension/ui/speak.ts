import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { provideWords } from '../../../../extension/src/ui/words.ts'

const locales = join(import.meta.dirname, '../../../../extension/public/_locales')

/** Has sentences come from the catalogue of a language, as a browser fills them in. */
export function speak(language: string): void {
  const messages: Record<string, { message: string }> = JSON.parse(
    readFileSync(join(locales, language, 'messages.json'), 'utf8'),
  )
  provideWords((key, values) =>
    (messages[key]?.message ?? key).replace(/\$(\d)/g, (_, place: string) => values[Number(place) - 1] ?? ''),
  )
}
