/** Longer than the slowest thing that a form asks for, a message by way of a gateway. */
const looks = 240
const pauseMs = 50

/** Looks for half a second, for what another process writes right after it has judged a code. */
export const briefly = 10

/** What `read` finds as soon as it finds something, for what another process is about to write; null when it never does. */
export async function lookAgain<Found>(
  read: () => Promise<Found | null>,
  times: number = looks,
): Promise<Found | null> {
  for (let look = 1; ; look++) {
    const found = await read()
    if (found !== null || look >= times) return found
    await new Promise((resolve) => setTimeout(resolve, pauseMs))
  }
}
