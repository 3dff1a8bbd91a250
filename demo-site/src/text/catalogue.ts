import { type Catalogue, en } from './en.ts'
import { sv } from './sv.ts'

export type { Catalogue }

/** The languages of the site, each with its own name for itself. */
export const localeNames = { en: 'English', sv: 'Svenska' } as const

export type Locale = keyof typeof localeNames

export const locales = Object.keys(localeNames) as Locale[]

export const fallbackLocale: Locale = 'en'

const catalogues: Record<Locale, Catalogue> = { en, sv }

export function textIn(locale: Locale): Catalogue {
  return catalogues[locale]
}

/** True for a language that the site has; a type guard for what comes from outside. */
export function isLocale(value: unknown): value is Locale {
  return typeof value === 'string' && Object.hasOwn(localeNames, value)
}
