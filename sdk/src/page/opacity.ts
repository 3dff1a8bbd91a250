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
  return [...style.filter.matchAll(/([a-z-]+)\(([^()]*)/g)].some(([, name = '', argument = '']) => {
    const amount = Number.parseFloat(argument)
    if (name === 'brightness' || name === 'contrast') return amount < 0.1
    return name === 'blur' ? amount > 8 : name === 'url' && !isPage
  })
}
