import { findDrawnParent } from './collect-inputs.ts'
import { type Colour, layOver, readCanvas, readColour, readColours } from './colour.ts'
import { documentOf, styleOf } from './platform.ts'

/** The colours that an element and what it stands in lay under its text; a picture may have any. */
export function readGrounds(element: Element): Colour[] | 'picture' {
  const layers: Colour[][] = []
  for (let at: Element | null = element; at; at = findDrawnParent(at)) {
    const { backgroundColor, backgroundImage } = styleOf(at)
    if (/url\(|image-set\(|element\(|paint\(/.test(backgroundImage)) return 'picture'
    const stops = readColours(backgroundImage)
    if (stops.length > 0) layers.push(stops)
    const plain = readColour(backgroundColor)
    if (plain && plain.alpha > 0) layers.push([plain])
    if (layers.at(-1)?.every(({ alpha }) => alpha === 1)) return blend(layers)
  }
  return blend([...layers, [readCanvas(documentOf(element))]])
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
