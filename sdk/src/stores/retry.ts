/**
 * Does the work again, up to `tries` times in all, for as long as what it throws says that only somebody else stood in
 * the way: they get a turn first. Throws what the last try threw.
 */
export async function retry<T>(
  work: () => Promise<T>,
  { tries, isRetried }: { tries: number; isRetried(error: unknown): boolean },
): Promise<T> {
  for (let made = 1; ; made++) {
    try {
      return await work()
    } catch (error) {
      if (!isRetried(error) || made === tries) throw error
      await new Promise((resolve) => setImmediate(resolve))
    }
  }
}
