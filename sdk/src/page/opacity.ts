/** Pixels. */
const MOST_BLUR = 8

/** Of brightness and contrast, as a factor; beyond these, light or dark shades become one. */
const MOST_STRENGTH = 3
const LEAST_STRENGTH = 0.1

/** How much of an element its own opacity lets be seen, from 0 to 1, whether as a property or as a filter. */
export function readOpacity(style: CSSStyleDeclaration): number {
  const filters = [...style.filter.matchAll(/opacity\(([^()]*)\)/g)].map(([, amount = '']) =>
    Number.parseFloat(amount),
  )
  return filters.reduce((through, amount) => through * amount, Number(style.opacity))
}

/**
 * Says whether an element's style may hide it in other ways. What a picture does to it, as a mask or as a filter, can't
 * be judged, so it counts as hidden; a filter over the whole page is how readers darken pages, and does not.
 */
export function mayHide(style: CSSStyleDeclaration, isPage: boolean): boolean {
  const masks = ['mask-image', '-webkit-mask-image', 'mask-border-source', '-webkit-mask-box-image-source']
  if (masks.some((name) => !/^(none)?(, none)*$/.test(style.getPropertyValue(name)))) return true
  const filters = [...style.filter.matchAll(/([a-z-]+)\(([^()]*)/g)].map(([, name = '', argument = '']) => ({
    name,
    amount: Number.parseFloat(argument) / (argument.endsWith('%') ? 100 : 1),
  }))
  if (filters.some(({ name }) => name === 'url') && !isPage) return true
  if (filters.some(({ name, amount }) => name === 'blur' && amount > MOST_BLUR)) return true
  if (filters.some(({ name, amount }) => name === 'invert' && amount > 0.3 && amount < 0.7)) return true
  // Each by itself: bright and dark do not bring back what was lost between them.
  return ['brightness', 'contrast'].some((name) => {
    const amounts = filters.filter((filter) => filter.name === name).map(({ amount }) => amount)
    const total = amounts.reduce((product, amount) => product * amount, 1)
    return amounts.some((amount) => amount > MOST_STRENGTH) || total > MOST_STRENGTH || total < LEAST_STRENGTH
  })
}
