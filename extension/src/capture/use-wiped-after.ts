import { useLayoutEffect, useRef } from 'preact/hooks'
import { type FoundCodes, wipeFound } from '../core/found-codes.ts'

/** Overwrites the secrets of what was found once the view is gone, as it is when the vault locks. */
export function useWipedAfter(found: FoundCodes | null): void {
  const latest = useRef(found)
  latest.current = found
  // A view that goes before its first picture has no other effects.
  useLayoutEffect(
    () => () => {
      if (latest.current !== null) wipeFound(latest.current)
    },
    [],
  )
}
