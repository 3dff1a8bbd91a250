import type { PasswordOwner } from '../auth/guessable-password.ts'
import { findPasswordFault } from '../auth/password-fault.ts'
import { hashPassword } from '../auth/passwords.ts'
import { addClinicWithOwner, addSupport, type NewPerson } from '../data/owners.ts'
import { findCredentials, isAddress } from '../data/people.ts'
import type { Database } from '../db/database.ts'
import { toOneLine } from '../http/one-line.ts'
import { textIn } from '../text/catalogue.ts'
import type { Ask } from './terminal.ts'

export interface OwnerWanted {
  address: string
  clinic: string
  /** For somebody who has no account yet. */
  name: string
  /** IANA name. */
  timeZone: string
}

/** Where somebody is made, and who is asked. */
interface Surroundings {
  db: Database
  now: number
  siteName: string
  ask: Ask
  print(line: string): void
}

/**
 * Makes a clinic and its owner, from the terminal of the machine: the way into a database that has nobody in it. Everybody
 * else is invited on the site. Who has an account keeps name and password. Returns the exit code of the process.
 */
export async function addOwner(wanted: OwnerWanted, surroundings: Surroundings): Promise<number> {
  const { address, timeZone } = wanted
  const { db, now, print } = surroundings
  const clinic = toOneLine(wanted.clinic)
  const fault = findFault({ address, clinic, timeZone })
  if (fault !== null) {
    print(fault)
    return 1
  }
  return addPerson(wanted, surroundings, {
    add: (newPerson) =>
      addClinicWithOwner(db, { clinic: { name: clinic, timeZone }, address, newPerson, now }),
    done: `${address} is the owner of ${clinic}. Sign in, and turn two-factor authentication on in the settings.`,
  })
}

/**
 * Makes somebody one of the site's support, who decides on the account recovery of whom nobody in a clinic may decide for,
 * such as a clinic's only owner. Returns the exit code of the process.
 */
export async function addSupporter(
  wanted: Pick<OwnerWanted, 'address' | 'name'>,
  surroundings: Surroundings,
): Promise<number> {
  const { address } = wanted
  const { db, now, print } = surroundings
  if (!isAddress(address)) {
    print(noAddress(address))
    return 1
  }
  return addPerson(wanted, surroundings, {
    add: (newPerson) => addSupport(db, { address, newPerson, now }),
    done: `${address} is of support. Sign in, and turn two-factor authentication on in the settings: a review asks for a code.`,
  })
}

async function addPerson(
  { address, name }: Pick<OwnerWanted, 'address' | 'name'>,
  { db, siteName, ask, print }: Surroundings,
  { add, done }: { add(newPerson: NewPerson | null): Promise<boolean>; done: string },
): Promise<number> {
  const known = await findCredentials(db, address)
  const newPerson = known ? null : await askNewPerson({ address, name: toOneLine(name), siteName }, ask)
  if (typeof newPerson === 'string') {
    print(newPerson)
    return 1
  }
  const added = await add(newPerson)
  print(added ? done : 'Somebody has got an account with that address this very moment. Nothing was changed.')
  return added ? 0 : 1
}

const noAddress = (address: string) => `${JSON.stringify(address)} is no email address.`

/** What is wrong with the command line, or null. */
function findFault({ address, clinic, timeZone }: Omit<OwnerWanted, 'name'>): string | null {
  if (!isAddress(address)) return noAddress(address)
  if (clinic === '') return 'The clinic has no name. Give it with --clinic.'
  try {
    new Intl.DateTimeFormat('en', { timeZone })
    return null
  } catch {
    return `${JSON.stringify(timeZone)} is no time zone. One is called such as Europe/London.`
  }
}

/** The person, or why there is none. The password is typed twice, since nobody sees it. */
async function askNewPerson(owner: PasswordOwner, ask: Ask): Promise<NewPerson | string> {
  const { name } = owner
  if (name === '') return 'Nobody has that address yet. Give their name with --name.'
  const password = await ask('New password: ', { hidden: true })
  const fault = findPasswordFault(textIn('en'), password, { ...owner, hasFactor: false })
  if (fault !== null) return fault
  if ((await ask('The same once more: ', { hidden: true })) !== password) return 'Those were two passwords.'
  return { name, passwordHash: await hashPassword(password) }
}
