import { type ErrorCorrection, encodeQR } from 'qr'

/** How a site draws its QR code. */
export type CodeStyle =
  | 'plain'
  | 'inverted'
  | 'rounded'
  | 'logo'
  | 'low contrast'
  | 'coloured'
  | 'no quiet zone'
  | 'jpeg'
  | 'resampled'

export const CODE_STYLES: CodeStyle[] = [
  'plain',
  'inverted',
  'rounded',
  'logo',
  'low contrast',
  'coloured',
  'no quiet zone',
  'jpeg',
  'resampled',
]

interface Drawing {
  dark: string
  light: string
  /** Modules. */
  border: number
  ecc: ErrorCorrection
  round?: boolean
  logo?: boolean
}

const USUAL: Drawing = { dark: '#000', light: '#fff', border: 4, ecc: 'medium' }

const DRAWINGS: Record<CodeStyle, Drawing> = {
  plain: USUAL,
  inverted: { ...USUAL, dark: '#f2f2f2', light: '#161616' },
  rounded: { ...USUAL, round: true },
  // A logo hides modules, so that sites which draw one choose much correction.
  logo: { ...USUAL, ecc: 'quartile', logo: true },
  'low contrast': { ...USUAL, dark: '#8a8a8a', light: '#dedede' },
  coloured: { ...USUAL, dark: '#1b4d8f', light: '#fdf3dc' },
  'no quiet zone': { ...USUAL, border: 0 },
  jpeg: USUAL,
  resampled: USUAL,
}

/** Draws a text as a QR code: an SVG without a size of its own, its border included. */
export function drawCode(text: string, style: CodeStyle): string {
  const { dark, light, border, ecc, round, logo } = DRAWINGS[style]
  // The encoder always draws a border, so its own is one module wide and skipped.
  const modules = encodeQR(text, 'raw', { border: 1, ecc })
    .slice(1, -1)
    .map((row) => row.slice(1, -1))
  const size = modules.length
  const whole = size + 2 * border
  const drawn = modules.flatMap((row, y) =>
    row.flatMap((isDark, x) => {
      if (!isDark || (round && isFinder(x, y, size))) return []
      return round
        ? `<circle cx="${x + 0.5}" cy="${y + 0.5}" r="0.5"/>`
        : `<rect x="${x}" y="${y}" width="1.02" height="1.02"/>`
    }),
  )
  const finders = round ? finderPlaces(size).map(([x, y]) => drawRoundFinder(x, y, light)) : []
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="${-border} ${-border} ${whole} ${whole}">
<rect x="${-border}" y="${-border}" width="${whole}" height="${whole}" fill="${light}"/>
<g fill="${dark}">${[...drawn, ...finders].join('')}</g>${logo ? drawLogo(size) : ''}</svg>`
}

/** The upper left corners of the three patterns that a reader looks for. */
function finderPlaces(size: number): [number, number][] {
  return [
    [0, 0],
    [size - 7, 0],
    [0, size - 7],
  ]
}

function isFinder(x: number, y: number, size: number): boolean {
  return finderPlaces(size).some(([left, top]) => x >= left && x < left + 7 && y >= top && y < top + 7)
}

function drawRoundFinder(x: number, y: number, light: string): string {
  return `<rect x="${x}" y="${y}" width="7" height="7" rx="2"/><rect x="${x + 1}" y="${y + 1}" width="5" height="5" rx="1.4" fill="${light}"/><rect x="${x + 2}" y="${y + 2}" width="3" height="3" rx="1"/>`
}

function drawLogo(size: number): string {
  const side = size * 0.2
  const at = (size - side) / 2
  return `<rect x="${at}" y="${at}" width="${side}" height="${side}" rx="${side / 5}" fill="#fff"/><rect x="${at + side * 0.12}" y="${at + side * 0.12}" width="${side * 0.76}" height="${side * 0.76}" rx="${side / 6}" fill="#0b7a75"/>`
}
