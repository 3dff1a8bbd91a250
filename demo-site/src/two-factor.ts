import { join } from 'node:path'
import { createTwoFactor, type Directory, type KeyOption, type TwoFactor } from 'countersign'
import { postgresStore } from 'countersign/postgres'
import { sqliteStore } from 'countersign/sqlite'
import { deriveSiteKeys } from './auth/keys.ts'
import type { Clock } from './clock.ts'
import type { Config } from './config.ts'
import { findPerson, listClinicMembers, type Person } from './data/people.ts'
import { endAllSessions } from './data/sessions.ts'
import { keyIdOf } from './data/site-keys.ts'
import { hasClinicDecider, listSupport, supportId } from './data/support.ts'
import type { Database } from './db/database.ts'
import { type Log, silentLog } from './log.ts'
import { createMailSender } from './mail/mail-sender.ts'
import { createNotifier } from './mail/notifier.ts'
import { createSmsSender } from './sms/sms-sender.ts'

/**
 * The whole of what a site hands to Countersign: where its rows go, the key that seals them, who people are, how to reach
 * them, and how to end their sessions.
 */
export function createSiteTwoFactor(
  config: Config,
  db: Database,
  clock: Clock,
  /** See `claimKeys`; those of a database that has had one key when left out. */
  keys: readonly KeyOption[] = [{ id: keyIdOf(1), secret: config.key }],
  log: Log = silentLog,
): TwoFactor {
  return createTwoFactor({
    issuer: config.issuer,
    // A file of its own beside the site's. Were it the same, a write of the site that starts while Countersign's
    // transaction is open would wait for it in the one thread that could end it.
    store: config.databaseUrl
      ? postgresStore(config.databaseUrl)
      : sqliteStore(join(config.dataDir, 'two-factor.db')),
    keys,
    directory: createDirectory(db),
    notify: createNotifier(db, {
      baseUrl: config.baseUrl,
      siteName: config.issuer,
      linkTickets: deriveSiteKeys(config).linkTickets,
      send: createMailSender(config, db),
    }),
    sendSms: createSmsSender(config, db, clock, log) ?? undefined,
    smsCountries: config.smsCountries,
    endSessions: (userId) => endAllSessions(db, userId),
    clock,
  })
}

/** Tells Countersign who somebody is. It keeps ids only and asks whenever it needs to know more. */
export function createDirectory(db: Database): Directory {
  return {
    async getUser(userId) {
      const person = await findPerson(db, userId)
      return (
        person && {
          id: person.id,
          address: person.address,
          label: person.address,
          name: person.name,
          locale: person.mailLocale,
          organizations: [
            ...person.memberships.map(({ clinicId, role, practitioner, timeZone, joinedAt }) => ({
              id: clinicId,
              role,
              // Who sees to the clinic and reads notes too is bound by what is required of practitioners.
              ...(practitioner && role !== 'practitioner' && { otherRoles: ['practitioner'] }),
              timeZone,
              ...(joinedAt !== null && { joinedAt }),
            })),
            ...(await findSupport(db, person)),
          ],
        }
      )
    },
    // Support has no rule and no report, so those who are told of a request are all that anybody asks for.
    listMembers: (organizationId) =>
      organizationId === supportId ? listSupport(db) : listClinicMembers(db, organizationId),
  }
}

/**
 * The site's own organization: of its staff, and of whom nobody in a clinic could decide for, such as a clinic's only owner.
 * Of nobody else, for whoever belongs to it is asked before a clinic's admin resets them.
 */
async function findSupport(db: Database, { id, memberships, isSupport }: Person) {
  if (!isSupport && (await hasClinicDecider(db, id))) return []
  const timeZone = memberships[0]?.timeZone ?? 'UTC'
  return [{ id: supportId, role: isSupport ? 'owner' : 'member', timeZone }]
}
