/** How far back a heading is looked for, in texts, and how many count where there is none. */
const MOST_TEXTS = 12
const NEAREST_TEXTS = 3

/** Reads what is shown before a field, nearest first: up to the nearest heading and with it, else the nearest few. */
export function readPrecedingTexts(input: HTMLInputElement): string[] {
  const walker = input.ownerDocument.createTreeWalker(input.getRootNode(), NodeFilter.SHOW_TEXT)
  walker.currentNode = input
  const texts: string[] = []
  while (texts.length < MOST_TEXTS && walker.previousNode()) {
    const { nodeValue, parentElement } = walker.currentNode
    if (!/\S/.test(nodeValue ?? '') || !parentElement?.checkVisibility()) continue
    const heading = parentElement.closest('h1, h2, h3, h4, [role="heading"]')
    const text = (heading ?? parentElement.closest('p'))?.textContent ?? nodeValue ?? ''
    if (texts.at(-1) !== text) texts.push(text)
    if (heading) return texts
  }
  return texts.slice(0, NEAREST_TEXTS)
}
