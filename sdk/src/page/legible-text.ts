import { findDrawnParent } from './collect-inputs.ts'
import { type Colour, layOver, readCanvas, readColour, readColours, standsOut } from './colour.ts'

/** Pixels. */
const LEAST_FONT_SIZE = 4

/** Says whether what is typed into a field can be read: neither transparent, nor in the ground's colour, nor without a size. */
export function hasLegibleText(input: HTMLInputElement): boolean {
  const style = getStyle(input)
  if (Number.parseFloat(style.fontSize) < LEAST_FONT_SIZE) return false
  if (Math.abs(Number.parseFloat(style.textIndent)) >= input.getBoundingClientRect().width) return false
  const fill = readColour(style.getPropertyValue('-webkit-text-fill-color')) ?? readColour(style.color)
  // Boxes for one digit hide the caret by drawing the digit as its own shadow.
  const inks = [fill, ...readColours(style.textShadow)].filter((ink) => ink !== null)
  const grounds = readGrounds(input)
  return inks.some((ink) =>
    grounds === 'picture' ? ink.alpha >= 0.15 : grounds.some((ground) => standsOut(ink, ground)),
  )
}

/** The colours that lie behind a field's text; a picture may have any. */
function readGrounds(element: Element): Colour[] | 'picture' {
  const layers: Colour[][] = []
  for (let at: Element | null = element; at; at = findDrawnParent(at)) {
    const { backgroundColor, backgroundImage } = getStyle(at)
    if (/url\(|image-set\(|element\(|paint\(/.test(backgroundImage)) return 'picture'
    const stops = readColours(backgroundImage)
    if (stops.length > 0) layers.push(stops)
    const plain = readColour(backgroundColor)
    if (plain && plain.alpha > 0) layers.push([plain])
    if (layers.at(-1)?.every(({ alpha }) => alpha === 1)) return blend(layers)
  }
  return blend([...layers, [readCanvas(element.ownerDocument)]])
}

/** From the lowest layer up. */
function blend(layers: Colour[][]): Colour[] {
  const [lowest = [], ...above] = layers.toReversed()
  return above.reduce(
    (grounds, layer) =>
      layer.flatMap((colour) => grounds.map((ground) => layOver(colour, ground))).slice(0, 32),
    lowest,
  )
}

function getStyle(element: Element): CSSStyleDeclaration {
  const view = element.ownerDocument.defaultView ?? window
  return view.getComputedStyle(element)
}
