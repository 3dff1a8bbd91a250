import { type FillResult, fillCode } from 'countersign/page'

type Outcome = FillResult | { status: 'moved' }

/** Put into the isolated world of this script, which pages can't see; taken away again by the one call. */
const scope = globalThis as { countersignFill?: (origin: string, code: string) => Outcome }

scope.countersignFill = (origin, code) => {
  if (location.origin !== origin) return { status: 'moved' }
  return fillCode(document, code)
}
