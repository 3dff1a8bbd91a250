/** What comes of some work, or `instead` where that takes longer than some ms. Work that can't be stopped goes on unheard. */
export async function limitTime<Result>(
  work: Promise<Result>,
  milliseconds: number,
  instead: Result,
): Promise<Result> {
  let timer: ReturnType<typeof setTimeout> | undefined
  const limit = new Promise<Result>((resolve) => {
    timer = setTimeout(() => resolve(instead), milliseconds)
  })
  try {
    return await Promise.race([work, limit])
  } finally {
    clearTimeout(timer)
  }
}
