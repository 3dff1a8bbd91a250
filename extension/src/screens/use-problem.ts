import { useEffect, useState } from 'preact/hooks'

/**
 * What is said to be wrong since the person last asked for something to be done. It goes once what is wrong with the fields
 * (`now`) is something else, or nothing: what was mended is not complained about.
 */
export function useProblem(now: string | null): [string | null, (problem: string | null) => void] {
  const [problem, setProblem] = useState<string | null>(null)
  useEffect(() => setProblem(null), [now])
  return [problem, setProblem]
}
