/** What to look for; patterns travel as source and flags. */
export interface Query {
  role: string
  name: { text: string } | { source: string; flags: string }
  within?: { text: string } | { source: string; flags: string }
}

/** What was found. `x` and `y` are the middle of a ready target, in CSS pixels of its window. */
export type Found =
  | { state: 'ready'; x: number; y: number; box: string; value: string; checked: boolean }
  | { state: 'missing' | 'ambiguous' | 'disabled' | 'covered'; seen: string[] }

/**
 * Finds one visible control by role and accessible name, brings it into view and says where it is.
 * Runs inside the document as text, so it uses nothing from outside itself.
 */
export function locate(query: Query, purpose: 'find' | 'select'): Found {
  if (document.readyState === 'loading')
    return { state: 'missing', seen: ['a document that is still coming in'] }
  // Chromium drops what is pressed before a page that was navigated to has been painted: nobody could have aimed yet.
  const isPage = location.protocol.startsWith('http') && document.visibilityState === 'visible'
  if (isPage && performance.getEntriesByType('paint').length === 0)
    return { state: 'missing', seen: ['a document that is not painted yet'] }
  const selectors: Record<string, string> = {
    field:
      'input:not([type=hidden],[type=checkbox],[type=radio],[type=submit],[type=button],[type=file]),textarea,select,[role=textbox],[role=searchbox],[role=spinbutton]',
    button: 'button:not([role]),summary,input[type=submit],input[type=button],[role=button],[role=switch]',
    link: 'a[href]:not([role]),[role=link]',
    checkbox: 'input[type=checkbox],[role=checkbox],[role=switch]',
    radio: 'input[type=radio],[role=radio]',
    textbox: 'input:not([type]),input[type=text],textarea,[role=textbox]',
    heading: 'h1,h2,h3,h4,[role=heading]',
    combobox: 'select,[role=combobox]',
    row: 'li,tr,article,[role=listitem],[role=row]',
  }
  // A soft hyphen is seen at the end of a line and heard nowhere.
  const fold = (text: string | null | undefined) =>
    (text ?? '').replaceAll('\u00ad', '').replace(/\s+/g, ' ').trim()
  const fits = (match: Query['name'], text: string) =>
    'text' in match ? fold(text) === fold(match.text) : new RegExp(match.source, match.flags).test(text)
  const contains = (match: Query['name'], text: string) =>
    'text' in match ? fold(text).includes(fold(match.text)) : new RegExp(match.source, match.flags).test(text)
  const readable = (node: Element): string => {
    let text = ''
    for (const child of node.childNodes) {
      if (child.nodeType === 3) text += child.nodeValue
      else if (
        child instanceof Element &&
        child.getAttribute('aria-hidden') !== 'true' &&
        !child.matches('style,script')
      )
        text += child.getAttribute('aria-label') ?? child.getAttribute('alt') ?? ` ${readable(child)} `
    }
    return text
  }
  const nameOf = (element: Element): string => {
    const by = element.getAttribute('aria-labelledby')
    if (by)
      return fold(
        by
          .split(/\s+/)
          .map((id) => document.getElementById(id)?.textContent ?? '')
          .join(' '),
      )
    const label = element.getAttribute('aria-label')
    if (label) return fold(label)
    const labels = 'labels' in element ? (element.labels as NodeListOf<HTMLLabelElement> | null) : null
    if (labels?.length) {
      return fold([...labels].map((each) => readable(each)).join(' '))
    }
    if (element instanceof HTMLInputElement)
      return fold(
        element.type === 'submit' || element.type === 'button'
          ? element.value
          : element.title || element.placeholder,
      )
    return fold(readable(element)) || fold(element.getAttribute('title'))
  }
  const visible = (element: Element) =>
    element.checkVisibility({ visibilityProperty: true, opacityProperty: true }) &&
    element.getBoundingClientRect().width > 0

  const all = [
    ...document.querySelectorAll<HTMLElement>(selectors[query.role] ?? `[role=${query.role}]`),
  ].filter(visible)
  const seen = all.map(nameOf)
  const { within } = query
  const matches = all.filter((element, index) => {
    // A row is known by what stands in it, and is the innermost that has it.
    if (query.role === 'row') {
      const inner = all.some(
        (other) => other !== element && element.contains(other) && contains(query.name, other.textContent),
      )
      return contains(query.name, element.textContent) && !inner
    }
    if (!fits(query.name, seen[index] ?? '')) return false
    const around = element.closest(
      'li,tr,article,fieldset,section,form,[role=listitem],[role=row],[role=group]',
    )
    return !within || contains(within, around?.textContent ?? '')
  })
  const element = matches[0]
  if (!element) return { state: 'missing', seen }
  if (matches.length > 1)
    return { state: 'ambiguous', seen: matches.map((match) => match.outerHTML.slice(0, 120)) }
  if (element.matches(':disabled') || element.getAttribute('aria-disabled') === 'true')
    return { state: 'disabled', seen }

  const inView = () => {
    const { top, left, bottom, right } = element.getBoundingClientRect()
    return top >= 0 && left >= 0 && bottom <= innerHeight && right <= innerWidth
  }
  const middle = () => {
    const rect = element.getClientRects()[0] ?? element.getBoundingClientRect()
    return { rect, x: rect.x + rect.width / 2, y: rect.y + rect.height / 2 }
  }
  /** What lies over the target, if something does. */
  const cover = () => {
    const { x, y } = middle()
    const hit = document.elementFromPoint(x, y)
    const isIt =
      hit && (element.contains(hit) || hit.contains(element) || hit.closest('label')?.control === element)
    return isIt ? null : (hit?.outerHTML.slice(0, 120) ?? 'nothing')
  }
  // A bar that stays in place can lie over what is in view.
  if (!inView() || cover() !== null)
    element.scrollIntoView({ block: 'center', inline: 'nearest', behavior: 'instant' })
  const over = cover()
  if (over !== null) return { state: 'covered', seen: [over] }
  const { rect, x, y } = middle()
  if (
    purpose === 'select' &&
    (element instanceof HTMLInputElement || element instanceof HTMLTextAreaElement)
  ) {
    element.focus()
    element.select()
  }
  const input =
    element instanceof HTMLInputElement ||
    element instanceof HTMLTextAreaElement ||
    element instanceof HTMLSelectElement
      ? element
      : null
  return {
    state: 'ready',
    x,
    y,
    box: [rect.x, rect.y, rect.width, rect.height].map(Math.round).join(' '),
    value: input?.value ?? '',
    checked:
      (element instanceof HTMLInputElement && element.checked) ||
      element.getAttribute('aria-checked') === 'true',
  }
}

/** The accessible name of what has the focus, as far as labels, `aria-label` and text give one. */
export function focusedName(): string {
  const element = document.activeElement
  if (!element || element === document.body) return ''
  const label =
    'labels' in element ? (element.labels as NodeListOf<HTMLLabelElement> | null)?.[0]?.textContent : null
  return (element.getAttribute('aria-label') ?? label ?? element.textContent ?? '')
    .replaceAll('\u00ad', '')
    .replace(/\s+/g, ' ')
    .trim()
}
