import { findDrawnParent } from './collect-inputs.ts'
import { type Colour, readColour, standsOut } from './colour.ts'
import { readGrounds } from './grounds.ts'
import { mayHide, readOpacity } from './opacity.ts'

/** Steps of one channel; the light lines that design systems draw differ by some 26, and half of that is still seen. */
const LEAST_LINE_DIFFERENCE = 10

/** Says whether an element stands out from what is behind it: by an outline, a ring of shadow or a ground of its own. */
export function isDrawnApart(element: Element): boolean {
  if (!element.checkVisibility({ visibilityProperty: true, opacityProperty: true })) return false
  const opacity = readOpacityOfAll(element)
  const around = findDrawnParent(element)
  const grounds = around ? readGrounds(around) : []
  return readPaints(getStyle(element)).some((paint) => {
    const seen = { ...paint, alpha: paint.alpha * opacity }
    if (grounds === 'picture') return seen.alpha >= 0.15
    return grounds.length > 0 && grounds.every((ground) => standsOut(seen, ground, LEAST_LINE_DIFFERENCE))
  })
}

function readPaints(style: CSSStyleDeclaration): Colour[] {
  const lines = ['border-top', 'border-right', 'border-bottom', 'border-left', 'outline']
    .filter((line) => isLine(style, line))
    .map((line) => readColour(style.getPropertyValue(`${line}-color`)))
  const rings = style.boxShadow.split(/,(?![^(]*\))/).map(readRing)
  return [readColour(style.backgroundColor), ...lines, ...rings].filter((colour) => colour !== null)
}

function isLine(style: CSSStyleDeclaration, line: string): boolean {
  const drawn = !/^(none|hidden)?$/.test(style.getPropertyValue(`${line}-style`))
  return drawn && Number.parseFloat(style.getPropertyValue(`${line}-width`)) >= 1
}

/** A shadow with a sharp edge is how some design systems draw borders; a soft one is hardly seen. */
function readRing(shadow: string): Colour | null {
  const [x = 0, y = 0, blur = 0, spread = 0] = [...shadow.matchAll(/(-?[\d.]+)px/g)].map(([, size]) =>
    Number(size),
  )
  if (blur > 2 || Math.max(Math.abs(x), Math.abs(y), spread) < 1) return null
  return readColour(shadow.replace(/-?[\d.]+px|\binset\b/g, '').trim())
}

function readOpacityOfAll(element: Element): number {
  let opacity = 1
  for (let at: Element | null = element; at; at = findDrawnParent(at)) {
    const style = getStyle(at)
    if (mayHide(style, at === at.ownerDocument.documentElement)) return 0
    opacity *= readOpacity(style)
  }
  return opacity
}

function getStyle(element: Element): CSSStyleDeclaration {
  const view = element.ownerDocument.defaultView ?? window
  return view.getComputedStyle(element)
}
