import { type FillResult, fillCode } from 'countersign/page'

type Outcome = FillResult | { status: 'moved' }

/** Put into the isolated world of this script, which pages can't see; taken away again by the one call. */
const scope = globalThis as { countersignFill?: (origin: string, code: string) => Outcome }

scope.countersignFill = (origin, code) => {
  if (location.origin !== origin) return { status: 'moved' }
  for (const root of listDocuments(document)) {
    const result = fillCode(root, code)
    if (result.status === 'filled') return result
  }
  return { status: 'no_field' }
}

/** This document and those of visible frames of the very same origin, however deep; others don't open to us. */
function listDocuments(root: Document): Document[] {
  const inside = Array.from(root.querySelectorAll('iframe'), (frame) => {
    const { width, height } = frame.getBoundingClientRect()
    const visible =
      width > 0 && height > 0 && frame.checkVisibility({ opacityProperty: true, visibilityProperty: true })
    return visible && isSameOrigin(frame) ? frame.contentDocument : null
  })
  return [root, ...inside.flatMap((inner) => (inner === null ? [] : listDocuments(inner)))]
}

function isSameOrigin(frame: HTMLIFrameElement): boolean {
  try {
    return frame.contentWindow?.location.origin === location.origin
  } catch {
    return false
  }
}
