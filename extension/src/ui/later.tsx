import type { ComponentType } from 'preact'
import { useEffect, useState } from 'preact/hooks'

/** A view whose code is loaded when it is first shown, so that the list is there at once. */
export function later<Props extends object>(load: () => Promise<ComponentType<Props>>): ComponentType<Props> {
  return function Later(props: Props) {
    const [loaded, setLoaded] = useState<{ View: ComponentType<Props> } | null>(null)
    useEffect(() => {
      let shown = true
      void load().then((View) => {
        if (shown) setLoaded({ View })
      })
      return () => {
        shown = false
      }
    }, [])
    return loaded === null ? null : <loaded.View {...props} />
  }
}
