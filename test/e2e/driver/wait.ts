/** How long a condition may take, in milliseconds. */
export const DEADLINE_MS = 15_000

const PAUSE_MS = 25

/** The document went away while it was being asked: ask the next one. */
export class DocumentGone extends Error {
  override name = 'DocumentGone'
}

/**
 * Asks until the answer is neither null nor undefined, and gives it; after the deadline throws what `describe` says.
 * A document that goes away between two questions is not an answer.
 */
export async function until<Answer>(
  ask: () => Promise<Answer | null | undefined> | Answer | null | undefined,
  describe: () => string | Promise<string>,
  deadlineMs = DEADLINE_MS,
): Promise<Answer> {
  const start = performance.now()
  let gone = ''
  for (;;) {
    try {
      const answer = await ask()
      gone = ''
      if (answer !== null && answer !== undefined) return answer
    } catch (error) {
      if (!(error instanceof DocumentGone)) throw error
      gone = ` (${error.message})`
    }
    if (performance.now() - start > deadlineMs)
      throw new Error(`After ${deadlineMs / 1000} s: ${await describe()}${gone}`)
    await new Promise((resolve) => setTimeout(resolve, PAUSE_MS))
  }
}

/** Swallows that a document went away, for what is asked of it while it does. */
export function ignoreGone(error: unknown): void {
  if (!(error instanceof DocumentGone)) throw error
}
