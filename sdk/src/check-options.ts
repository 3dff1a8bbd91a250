import { TwoFactorError } from './errors.ts'

/** What every option must be, so that a slip in the set-up is found at once and not by the first person who signs in. */
const checks: Readonly<Record<string, (value: unknown) => boolean>> = {
  issuer: () => true,
  keys: () => true,
  limits: (value) => isObject(value),
  window: () => true,
  policy: (value) => isObject(value),
  store: (value) => hasMethods(value, 'find', 'transaction', 'join', 'consume', 'migrate', 'close'),
  directory: (value) => hasMethods(value, 'getUser', 'listMembers'),
  notify: (value) => hasMethods(value, 'notify'),
  clock: (value) => hasMethods(value, 'now'),
  random: (value) => hasMethods(value, 'bytes'),
  endSessions: isFunction,
  keepAuditHead: isFunction,
  sendSms: isFunction,
  smsCountries: (value) => isListOfTexts(value),
  adminRoles: (value) => isListOfTexts(value) && value.length > 0,
}

const shapes: Readonly<Record<string, string>> = {
  limits: 'an object of numbers',
  policy: 'an object',
  store:
    'one of sqliteStore, postgresStore, mysqlStore, memoryStore, or a store that passes the conformance suite',
  directory: 'an object with the functions getUser and listMembers',
  notify: 'an object with the function notify',
  clock: 'an object with the function now',
  random: 'an object with the function bytes',
  endSessions: 'a function',
  keepAuditHead: 'a function',
  sendSms: 'a function',
  smsCountries: 'a list of country codes',
  adminRoles: 'a list of roles, the highest first',
}

/** Throws `TwoFactorError` `configuration_invalid` for an unknown option, a missing one, or one of another shape. */
export function checkOptions(options: unknown): void {
  if (!isObject(options)) throw invalid('createTwoFactor needs an object of options')
  for (const name of ['store', 'directory'])
    if (options[name] === undefined || options[name] === null)
      throw invalid(`${name} is needed: ${shapes[name]}`)
  for (const [name, value] of Object.entries(options)) {
    const check = Object.hasOwn(checks, name) ? checks[name] : undefined
    if (check === undefined)
      throw invalid(`${name} is not an option; known: ${Object.keys(checks).join(', ')}`)
    if (value !== undefined && !check(value)) throw invalid(`${name} must be ${shapes[name]}`)
  }
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function isFunction(value: unknown): boolean {
  return typeof value === 'function'
}

function hasMethods(value: unknown, ...names: string[]): boolean {
  return (
    typeof value === 'object' && value !== null && names.every((name) => isFunction((value as never)[name]))
  )
}

function isListOfTexts(value: unknown): value is string[] {
  return Array.isArray(value) && value.every((text) => typeof text === 'string' && text !== '')
}

function invalid(message: string): TwoFactorError {
  return new TwoFactorError('configuration_invalid', message)
}
