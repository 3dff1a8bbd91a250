/** A reason to end that a person can act on: shown as it is, without a stack. */
export class Problem extends Error {}

/**
 * Runs a script's main function; a Problem becomes a sentence, anything else keeps its stack.
 * @param {() => Promise<number>} main returns the exit code
 */
export async function runScript(main) {
  try {
    process.exitCode = await main()
  } catch (error) {
    const text =
      error instanceof Problem ? error.message : error instanceof Error ? error.stack : String(error)
    process.stderr.write(`\n${text}\n`)
    process.exitCode = 1
  }
}
