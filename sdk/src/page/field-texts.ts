/** Of each text; a page can be long. */
const MOST_CHARACTERS = 400

/** What a page says about a field. */
export interface FieldTexts {
  /** What a person reads or hears as its name; empty where it has none. */
  label: string
  /** Everything that names the field itself, each judged alone. */
  own: string[]
  /** What stands around it; says what the form is about. */
  around: string
}

/** Gathers the texts of a field. */
export function readFieldTexts(input: HTMLInputElement): FieldTexts {
  const labels = [...(input.labels ?? [])].map(readText)
  const label = [
    readReferenced(input),
    input.ariaLabel ?? '',
    labels.join(' '),
    input.placeholder,
    input.title,
  ]
    .map(tidy)
    .filter((text) => text !== '')
  const names = [input.name, input.id].filter((text) => text !== '')
  return { label: label[0] ?? '', own: [...label, ...names], around: readAround(input) }
}

function readReferenced(element: Element): string {
  const root = element.getRootNode() as Document | ShadowRoot
  const ids = (element.getAttribute('aria-labelledby') ?? '').split(/\s+/).filter((id) => id !== '')
  return ids.map((id) => readText(root.getElementById(id))).join(' ')
}

/** The legend or name of the group, else the first words of the form or of what is drawn close by. */
function readAround(input: HTMLInputElement): string {
  const group = input.closest('fieldset, [role="group"], [role="radiogroup"]')
  const name = group && (readReferenced(group) || group.ariaLabel || readText(group.querySelector('legend')))
  if (name) return name
  const block = input.closest('form, dialog, [role="dialog"], section, article, main') ?? climb(input, 3)
  const heading = block && !block.querySelector('h1, h2, h3') ? climb(block, 1) : block
  return readShownText(heading ?? block)
}

function climb(element: Element, levels: number): Element | null {
  let at: Element | null = element
  for (let level = 0; level < levels && at; level++) {
    const root: Node = at.getRootNode()
    const around: Element | null =
      at.parentElement ?? (root.nodeType === 11 ? (root as ShadowRoot).host : null)
    if (!around || around.localName === 'html') return at
    at = around
  }
  return at
}

function readText(element: Element | null): string {
  return tidy(element?.textContent ?? '')
}

/** Only what is shown: a block may hold scripts, styles and parts that are hidden. */
function readShownText(element: Element | null): string {
  if (!element) return ''
  const texts = element.ownerDocument.createTreeWalker(element, NodeFilter.SHOW_TEXT)
  let shown = ''
  while (shown.length < MOST_CHARACTERS && texts.nextNode()) {
    const text = texts.currentNode.nodeValue ?? ''
    if (/\S/.test(text) && texts.currentNode.parentElement?.checkVisibility()) shown += ` ${text}`
  }
  return tidy(shown)
}

function tidy(text: string): string {
  return text.replace(/\s+/g, ' ').trim().slice(0, MOST_CHARACTERS)
}
