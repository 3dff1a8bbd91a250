import type { seededClinicIds } from './seed-content.ts'
import type { Locale } from './text/catalogue.ts'

/**
 * A practice that works in several countries runs one site in each: an address, a database and accounts of its own. Who
 * works in two of them has two accounts, with an entry each in the authenticator.
 */
export interface Region {
  /** Behind the name of the site, so that an authenticator shows which site a code is for. */
  label: string
  /** For whoever has not signed in; people have the zone of their clinic. */
  timeZone: string
  /** Where codes by SMS may go, ISO 3166-1; a number without a country code is one of the first. */
  smsCountries: readonly string[]
  /** What the seeded notes are written in. */
  notesIn: Locale
  /** Of the seeded clinics, by their ids. */
  clinics: Readonly<Record<(typeof seededClinicIds)[number], { name: string; timeZone: string }>>
}

export const regions = {
  uk: {
    label: 'UK',
    timeZone: 'Europe/London',
    smsCountries: ['GB', 'SE', 'AU'],
    notesIn: 'en',
    clinics: {
      harbour: { name: 'Harbour Physio', timeZone: 'Europe/London' },
      northside: { name: 'Northside Clinic', timeZone: 'Europe/London' },
    },
  },
  au: {
    label: 'AU',
    timeZone: 'Australia/Sydney',
    smsCountries: ['AU', 'GB', 'SE'],
    notesIn: 'en',
    clinics: {
      harbour: { name: 'Harbour Physio Sydney', timeZone: 'Australia/Sydney' },
      northside: { name: 'Northside Clinic Perth', timeZone: 'Australia/Perth' },
    },
  },
  se: {
    label: 'SE',
    timeZone: 'Europe/Stockholm',
    smsCountries: ['SE', 'GB', 'AU'],
    notesIn: 'sv',
    clinics: {
      harbour: { name: 'Hamnens Fysioterapi', timeZone: 'Europe/Stockholm' },
      northside: { name: 'Norra Kliniken', timeZone: 'Europe/Stockholm' },
    },
  },
} as const satisfies Record<string, Region>

export type RegionName = keyof typeof regions

export function isRegionName(text: string): text is RegionName {
  return Object.hasOwn(regions, text)
}

/** A site without `REGION` is set up like the first. */
export function regionOf(name: RegionName | null): Region {
  return regions[name ?? 'uk']
}
