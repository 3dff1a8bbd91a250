import { readColour, readColours, standsOut } from './colour.ts'
import { readGrounds } from './grounds.ts'

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

function getStyle(element: Element): CSSStyleDeclaration {
  const view = element.ownerDocument.defaultView ?? window
  return view.getComputedStyle(element)
}
