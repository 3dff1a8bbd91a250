const base = 36
const tMin = 1
const tMax = 26
const skew = 38
const damp = 700
const initialBias = 72
const initialCode = 128

/**
 * Spells out a host name whose labels are written as `xn--…` (RFC 3492), for showing beside the original: letters of
 * two scripts can look alike, their encoded forms can't. Returns null when there is nothing to spell out.
 */
export function spellOutHost(host: string): string | null {
  if (!/(^|\.)xn--/.test(host)) return null
  const labels = host
    .split('.')
    .map((label) => (label.startsWith('xn--') ? decodeLabel(label.slice(4)) : label))
  const spelled = labels.includes(null) ? null : labels.join('.')
  // Characters that show as nothing spell nothing out.
  return spelled === null || /[\p{C}\p{Z}]/u.test(spelled) ? null : spelled
}

function decodeLabel(encoded: string): string | null {
  const delimiter = encoded.lastIndexOf('-')
  const output =
    delimiter > 0 ? Array.from(encoded.slice(0, delimiter), (character) => character.charCodeAt(0)) : []
  let code = initialCode
  let bias = initialBias
  let position = 0
  let index = delimiter > 0 ? delimiter + 1 : 0
  while (index < encoded.length) {
    const before = position
    let weight = 1
    for (let k = base; ; k += base) {
      const digit = readDigit(encoded.charCodeAt(index++))
      if (digit === null) return null
      position += digit * weight
      const threshold = Math.min(Math.max(k - bias, tMin), tMax)
      if (digit < threshold) break
      weight *= base - threshold
    }
    const length = output.length + 1
    bias = adapt(position - before, length, before === 0)
    code += Math.floor(position / length)
    position %= length
    if (code > 0x10ffff || (code >= 0xd800 && code <= 0xdfff)) return null
    output.splice(position++, 0, code)
  }
  return String.fromCodePoint(...output)
}

function readDigit(character: number): number | null {
  if (character >= 0x61 && character <= 0x7a) return character - 0x61
  if (character >= 0x30 && character <= 0x39) return character - 0x30 + 26
  return null
}

function adapt(delta: number, length: number, first: boolean): number {
  let rest = first ? Math.floor(delta / damp) : Math.floor(delta / 2)
  rest += Math.floor(rest / length)
  let k = 0
  while (rest > ((base - tMin) * tMax) >> 1) {
    rest = Math.floor(rest / (base - tMin))
    k += base
  }
  return k + Math.floor(((base - tMin + 1) * rest) / (rest + skew))
}
