/** A key URI taken apart, its pieces still percent-encoded. */
export interface KeyUriParts {
  type: string
  /** The label before its first colon; empty where there is none. */
  issuerPrefix: string
  account: string
  /** By lower-case name; the parameters that count, and no others. */
  parameters: ReadonlyMap<string, string>
  /** The first parameter that occurs twice, in whatever case, whether it counts or not; text from outside. */
  duplicate?: string
}

const KNOWN: ReadonlySet<string> = new Set([
  'secret',
  'issuer',
  'algorithm',
  'digits',
  'period',
  'counter',
  'otp_type',
  'encoder',
])

/**
 * Takes apart what follows `otpauth://`. Our own splitter, because `new URL()` treats other schemes differently from
 * browser to browser; and `#` is plain text here, since real labels contain it and the format knows no fragment.
 */
export function splitKeyUri(rest: string): KeyUriParts {
  const queryAt = rest.indexOf('?')
  const path = queryAt < 0 ? rest : rest.slice(0, queryAt)
  const slashAt = path.indexOf('/')
  const type = slashAt < 0 ? path : path.slice(0, slashAt)
  const label = slashAt < 0 ? '' : path.slice(slashAt + 1)
  return { type, ...splitLabel(label), ...splitQuery(queryAt < 0 ? '' : rest.slice(queryAt + 1)) }
}

/** Split before decoding, so that an encoded colon inside a name can't move the boundary (draft-andesco-otpauth-uri). */
function splitLabel(label: string): { issuerPrefix: string; account: string } {
  const colon = /:|%3a/i.exec(label)
  if (!colon) return { issuerPrefix: '', account: label }
  return { issuerPrefix: label.slice(0, colon.index), account: label.slice(colon.index + colon[0].length) }
}

function splitQuery(query: string): { parameters: Map<string, string>; duplicate?: string } {
  const parameters = new Map<string, string>()
  const seen = new Set<string>()
  for (const pair of query.split('&')) {
    const equalsAt = pair.indexOf('=')
    const name = readParameterName(equalsAt < 0 ? pair : pair.slice(0, equalsAt))
    if (name === '') continue
    if (seen.has(name)) return { parameters, duplicate: name }
    seen.add(name)
    if (KNOWN.has(name)) parameters.set(name, equalsAt < 0 ? '' : pair.slice(equalsAt + 1))
  }
  return { parameters }
}

function readParameterName(text: string): string {
  try {
    return decodeURIComponent(text).toLowerCase()
  } catch {
    return ''
  }
}
