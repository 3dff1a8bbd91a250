import type { MessageKey } from '../ui/words.ts'

/** The parts of the manager, in the order of the rail; each is the address after `#`. */
export const sections = ['accounts', 'backup', 'history', 'security', 'settings', 'about'] as const

export type Section = (typeof sections)[number]

export const sectionNames: Record<Section, MessageKey> = {
  accounts: 'accounts',
  backup: 'sectionBackup',
  history: 'sectionHistory',
  security: 'sectionSecurity',
  settings: 'settings',
  about: 'sectionAbout',
}

/** Reads the part that an address names, such as `#trash`; anything else is the first. */
export function readSection(hash: string): Section {
  const named = hash.replace(/^#/, '')
  return sections.find((section) => section === named) ?? 'accounts'
}
