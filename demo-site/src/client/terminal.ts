import { createInterface } from 'node:readline/promises'
import { Writable } from 'node:stream'

/** What `ask` throws when the person closes the input or presses Ctrl-C instead of answering. */
export class InputEnded extends Error {}

/** Asks the person at the keyboard; `hidden` for what should not be seen on the screen. Throws `InputEnded`. */
export type Ask = (question: string, options?: { hidden: boolean }) => Promise<string>

/** The terminal, which shows nothing while it is muted: nobody reads a password over a shoulder. */
export function openTerminal(): { ask: Ask; close(): void } {
  let muted = false
  const output = new Writable({
    write(chunk, _encoding, done) {
      if (!muted) process.stderr.write(chunk)
      done()
    },
  })
  const terminal = createInterface({ input: process.stdin, output, terminal: process.stdin.isTTY })
  // Lines that come at once, out of a pipe, wait here for their questions.
  const lines = terminal[Symbol.asyncIterator]()
  return {
    async ask(question, { hidden } = { hidden: false }) {
      process.stderr.write(question)
      muted = hidden
      const { value, done } = await lines.next()
      muted = false
      if (hidden) process.stderr.write('\n')
      if (done) throw new InputEnded()
      return value
    },
    close: () => terminal.close(),
  }
}
