import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'

const css = readFileSync(new URL('../../../../extension/src/ui/tokens.css', import.meta.url), 'utf8')
const pattern = /--([a-z-]+): light-dark\(oklch\(([^)]+)\), oklch\(([^)]+)\)\)/g
const tokens = new Map(
  [...css.matchAll(pattern)].map(([, name = '', light = '', dark = '']) => [name, { light, dark }]),
)

/** Relative luminance (WCAG 2.2) of an OKLCH colour, by way of linear sRGB. */
function measureLuminance(color: string): number {
  const [lightness = 0, chroma = 0, hue = 0] = color.split(' ').map(Number)
  const a = chroma * Math.cos((hue * Math.PI) / 180)
  const b = chroma * Math.sin((hue * Math.PI) / 180)
  const l = (lightness + 0.3963377774 * a + 0.2158037573 * b) ** 3
  const m = (lightness - 0.1055613458 * a - 0.0638541728 * b) ** 3
  const s = (lightness - 0.0894841775 * a - 1.291485548 * b) ** 3
  const clamp = (value: number) => Math.min(1, Math.max(0, value))
  const red = clamp(4.0767416621 * l - 3.3077115913 * m + 0.2309699292 * s)
  const green = clamp(-1.2684380046 * l + 2.6097574011 * m - 0.3413193965 * s)
  const blue = clamp(-0.0041960863 * l - 0.7034186147 * m + 1.707614701 * s)
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue
}

function measureContrast(first: string, second: string, scheme: 'light' | 'dark'): number {
  const [dim = 0, bright = 0] = [first, second]
    .map((name) => measureLuminance(tokens.get(name)?.[scheme] ?? ''))
    .toSorted((left, right) => left - right)
  return (bright + 0.05) / (dim + 0.05)
}

describe.each(['light', 'dark'] as const)('%s colours', (scheme) => {
  it.each(['ink', 'ink-soft', 'accent', 'ok', 'warn', 'danger'])(
    '%s can be read on paper and surface',
    (name) => {
      expect(measureContrast(name, 'paper', scheme)).toBeGreaterThan(4.5)
      expect(measureContrast(name, 'surface', scheme)).toBeGreaterThan(4.5)
    },
  )

  it('ink can be read on tiles', () => {
    expect(measureContrast('ink', 'line', scheme)).toBeGreaterThan(4.5)
  })
})

it('has the names that the look is made of', () => {
  expect([...tokens.keys()]).toEqual([
    'paper',
    'surface',
    'ink',
    'ink-soft',
    'line',
    'accent',
    'ok',
    'warn',
    'danger',
  ])
})
