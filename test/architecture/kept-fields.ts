import { parseSync, Visitor } from 'oxc-parser'

interface Element {
  name: string
  attributes: Map<string, string | null>
  start: number
  end: number
}

/**
 * Which fields of a page a browser would keep in its session files, in clear. They leave out those
 * that turn `autocomplete` off; of text areas and lists some go by the form, some by the field. None keeps passwords.
 */
export function findKeptFields(path: string, source: string): string[] {
  const elements = listElements(path, source)
  const isOff = ({ attributes }: Element) => attributes.get('autocomplete') === 'off'
  const forms = elements.filter((element) => element.name === 'Form' || element.name === 'form')
  return elements
    .filter((element) => {
      switch (element.name) {
        case 'form':
          return !isOff(element)
        case 'input':
          return !isOff(element) && element.attributes.get('type') !== 'password'
        case 'textarea':
        case 'select':
          return (
            !isOff(element) || !forms.some(({ start, end }) => start < element.start && element.end < end)
          )
        default:
          return false
      }
    })
    .map(({ name }) => name)
}

function listElements(path: string, source: string): Element[] {
  const elements: Element[] = []
  new Visitor({
    JSXElement({ start, end, openingElement: { name, attributes } }) {
      if (name.type !== 'JSXIdentifier') return
      const named = attributes.flatMap((attribute): [string, string | null][] => {
        if (attribute.type !== 'JSXAttribute' || attribute.name.type !== 'JSXIdentifier') return []
        const { value } = attribute
        const text = value?.type === 'Literal' && typeof value.value === 'string' ? value.value : null
        return [[attribute.name.name, text]]
      })
      elements.push({ name: name.name, attributes: new Map(named), start, end })
    },
  }).visit(parseSync(path, source).program)
  return elements
}
