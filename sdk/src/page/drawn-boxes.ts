import { isDrawnApart } from './drawn-apart.ts'

/** As many as a code has digits. */
const LEAST_BOXES = 6
const MOST_BOXES = 8

/**
 * Finds the boxes that a page draws for the digits of one field. Common widgets for one-time codes lay a field without
 * visible text over such boxes and draw each digit themselves: there the boxes are what a person sees of the field.
 *
 * @returns six to eight elements side by side over the field, each with an outline or a ground of its own; else none
 */
export function findDrawnBoxes(input: HTMLInputElement): Element[] {
  const field = input.getBoundingClientRect()
  const around = findAround(input)
  const boxes = [...(around?.querySelectorAll('*') ?? [])].filter((element) => {
    if (element === input || element.localName === 'input') return false
    const box = element.getBoundingClientRect()
    return (
      box.width >= 12 &&
      box.height >= 16 &&
      box.width <= field.width / 4 &&
      box.left >= field.left - 4 &&
      box.right <= field.right + 4 &&
      Math.abs(box.top + box.height / 2 - field.top - field.height / 2) <= field.height / 2 &&
      isDrawnApart(element)
    )
  })
  const outer = boxes.filter((box) => !boxes.some((other) => other !== box && other.contains(box)))
  const apart = outer.every((box, index) => {
    const previous = outer[index - 1]
    return !previous || box.getBoundingClientRect().left >= previous.getBoundingClientRect().right - 4
  })
  return apart && outer.length >= LEAST_BOXES && outer.length <= MOST_BOXES ? outer : []
}

/** Widgets put the field into the same small part of the page as its boxes. */
function findAround(input: HTMLInputElement): Element | null {
  const block = input.parentElement
  return block?.parentElement ?? block
}
