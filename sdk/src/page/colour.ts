import { viewOf } from './platform.ts'

/** Red, green and blue from 0 to 255, and how opaque from 0 to 1. */
export interface Colour {
  red: number
  green: number
  blue: number
  alpha: number
}

const WHITE: Colour = { red: 255, green: 255, blue: 255, alpha: 1 }

/** Steps of one channel; colours that are nearer than this can't be told apart as text and ground. */
const LEAST_TEXT_DIFFERENCE = 32

/** Reads a colour as computed styles write it; `null` where there is none to read. */
export function readColour(text: string): Colour | null {
  const parts =
    /^rgba?\(\s*([\d.]+)[\s,]+([\d.]+)[\s,]+([\d.]+)(?:\s*[,/]\s*([\d.]+))?\s*\)$/.exec(text) ?? null
  if (!parts) return drawColour(text)
  const [, red, green, blue, alpha = '1'] = parts
  return { red: Number(red), green: Number(green), blue: Number(blue), alpha: Number(alpha) }
}

/** Other notations (`oklch`, `color-mix`, …) are the browser's to understand. */
function drawColour(text: string): Colour | null {
  if (text === '' || !CSS.supports('color', text)) return null
  const context = new OffscreenCanvas(1, 1).getContext('2d')
  if (!context) return null
  context.fillStyle = text
  context.fillRect(0, 0, 1, 1)
  const [red = 0, green = 0, blue = 0, alpha = 0] = context.getImageData(0, 0, 1, 1).data
  return { red, green, blue, alpha: alpha / 255 }
}

/** Every colour that a gradient or a shadow is made of. */
export function readColours(text: string): Colour[] {
  return [...text.matchAll(/(?:rgba?|hsla?|hwb|ok?lab|ok?lch|color)\([^()]*\)/g)]
    .map(([colour]) => readColour(colour))
    .filter((colour) => colour !== null)
}

/** What is seen of a colour that is laid over an opaque one. */
export function layOver(top: Colour, ground: Colour): Colour {
  const mix = (over: number, under: number) => over * top.alpha + under * (1 - top.alpha)
  return {
    red: mix(top.red, ground.red),
    green: mix(top.green, ground.green),
    blue: mix(top.blue, ground.blue),
    alpha: 1,
  }
}

/** Whether one colour can be made out on another one, as text unless less of a difference will do. */
export function standsOut(top: Colour, ground: Colour, least = LEAST_TEXT_DIFFERENCE): boolean {
  const seen = layOver(top, ground)
  const differences = [seen.red - ground.red, seen.green - ground.green, seen.blue - ground.blue]
  return Math.max(...differences.map(Math.abs)) >= least
}

/** What a browser paints where a page paints nothing. */
export function readCanvas(document: Document): Colour {
  const view = viewOf(document)
  const scheme = view?.getComputedStyle(document.documentElement).colorScheme ?? 'normal'
  const dark =
    /dark/.test(scheme) && (!/light/.test(scheme) || view?.matchMedia('(prefers-color-scheme: dark)').matches)
  return dark ? { red: 18, green: 18, blue: 18, alpha: 1 } : WHITE
}
