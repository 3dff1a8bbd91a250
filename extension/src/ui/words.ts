import type messages from '../../public/_locales/en/messages.json'

/** Every sentence there is; the other languages have the same keys. */
export type MessageKey = keyof typeof messages

type LookUp = (key: string, values: string[]) => string

let lookUp: LookUp = (key) => key

/** Hands in where sentences come from: only the platform may ask the browser. */
export function provideWords(source: LookUp): void {
  lookUp = source
}

/** The sentence in the reader's language. */
export function say(key: MessageKey, ...values: (string | number)[]): string {
  return lookUp(key, values.map(String))
}
