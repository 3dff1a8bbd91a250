import { STORY } from '../steps/story.ts'
import type { Chapter } from './chapter.ts'
import { POLICY, REPORT } from './clinic.ts'
import { COUNTRIES } from './countries.ts'
import { HELP } from './help.ts'
import { KEEPING } from './keeping.ts'
import { CLINIC_LOOKS, IN_SWEDISH, LOOKS } from './looks.ts'
import { LOST_EVERYTHING } from './lost-everything.ts'
import { OWN_SECURITY } from './own-security.ts'
import { FORGOTTEN_PASSWORD, TURNED_OFF } from './password.ts'
import { SCANNING } from './scanning.ts'
import { RECORD, SEVERAL_CLINICS, WITHOUT_BROWSER } from './several-clinics.ts'

const FIRST: Chapter = {
  name: 'turn-it-on',
  title: 'From a password to two-factor authentication',
  about:
    'Anna turns it on with the extension, saves her recovery codes, signs in with a code, and once with a recovery code.',
  steps: STORY,
}

/** The whole story, in the order in which it is told: a chapter goes on where the one before it ends. */
export const CHAPTERS: readonly Chapter[] = [
  FIRST,
  LOOKS,
  OWN_SECURITY,
  FORGOTTEN_PASSWORD,
  TURNED_OFF,
  REPORT,
  POLICY,
  HELP,
  LOST_EVERYTHING,
  SEVERAL_CLINICS,
  RECORD,
  CLINIC_LOOKS,
  WITHOUT_BROWSER,
  COUNTRIES,
  SCANNING,
  KEEPING,
  IN_SWEDISH,
]
