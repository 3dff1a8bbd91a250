import { useEffect, useState } from 'preact/hooks'
import { readSection, type Section } from './sections.ts'

/** The part that the address names, as it changes. */
export function useSection(): Section {
  const [section, setSection] = useState(() => readSection(location.hash))
  useEffect(() => {
    const follow = () => setSection(readSection(location.hash))
    window.addEventListener('hashchange', follow)
    return () => window.removeEventListener('hashchange', follow)
  }, [])
  return section
}
