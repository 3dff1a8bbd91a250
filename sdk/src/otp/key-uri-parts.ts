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
  /** The known parameter that an unknown name has in it besides signs that belong into no name. */
  garbled?: string
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

function splitQuery(query: string): Pick<KeyUriParts, 'parameters' | 'duplicate' | 'garbled'> {
  const parameters = new Map<string, string>()
  const seen = new Set<string>()
  for (const pair of query.split('&')) {
    const equalsAt = pair.indexOf('=')
    const name = readParameterName(equalsAt < 0 ? pair : pair.slice(0, equalsAt))
    if (name === '') continue
    if (seen.has(name)) return { parameters, duplicate: name }
    seen.add(name)
    const value = equalsAt < 0 ? '' : pair.slice(equalsAt + 1)
    const garbled = findGarbled(name) ?? findRunOn(value)
    if (garbled !== undefined) return { parameters, garbled }
    if (KNOWN.has(name)) parameters.set(name, value)
  }
  return { parameters }
}

/** The ampersand of HTML, as pages write it into links: text before a known name that can be nothing else. */
const ESCAPED_AMPERSAND = /^(?:amp;?|#0*38;|#x0*26;)+/

function readParameterName(text: string): string {
  const name = decodeName(text).toLowerCase()
  const bare = name.replace(ESCAPED_AMPERSAND, '')
  return KNOWN.has(bare) ? bare : name
}

function decodeName(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}

/** A name such as `?digits`: ignoring it as unknown would change the codes without a word. */
function findGarbled(name: string): string | undefined {
  if (KNOWN.has(name)) return undefined
  return name.split(/[^a-z0-9._-]+/).find((word) => KNOWN.has(word))
}

/** A parameter within a value, behind a sign that divides parameters elsewhere; a name writes such signs encoded. */
function findRunOn(value: string): string | undefined {
  return /[?;](secret|algorithm|digits|period|counter)=/i.exec(value)?.[1]?.toLowerCase()
}
