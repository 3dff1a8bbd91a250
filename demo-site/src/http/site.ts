import type { HttpBindings } from '@hono/node-server'
import type { TwoFactor } from 'countersign'
import type { SiteKeys } from '../auth/keys.ts'
import type { Clock } from '../clock.ts'
import type { Config } from '../config.ts'
import type { Membership } from '../data/people.ts'
import type { Session } from '../data/sessions.ts'
import type { Database } from '../db/database.ts'
import type { Log } from '../log.ts'
import type { Errands } from './errands.ts'
import type { Page } from './page.ts'

/** What the routes work with. Made once at start, handed to each of them. */
export interface Site {
  config: Config
  db: Database
  twoFactor: TwoFactor
  clock: Clock
  keys: SiteKeys
  log: Log
  errands: Errands
}

/** What a request carries from one middleware to the next. */
export interface SiteEnv {
  Bindings: Partial<HttpBindings>
  Variables: {
    requestId: string
    page: Page
    /** Null until the person has signed in completely. A sign-in that waits for its code has no session. */
    session: Session | null
    /** The session of somebody who has a factor to show or to set up first. Opens nothing but the page for the password. */
    owesFactor: Session | null
    /** The clinic whose admin is there: set by `requireClinicAdmin` and by nothing else. */
    governed: Membership | null
  }
}
