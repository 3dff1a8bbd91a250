export { decodeBase32, encodeBase32 } from './base32.ts'
export { formatKeyUri } from './format-key-uri.ts'
export { generateHotp } from './hotp.ts'
export { type MigrationEntry, type MigrationResult, parseMigration } from './migration.ts'
export { type Algorithm, OTP_LIMITS, type OtpAccount, type OtpParameters } from './parameters.ts'
export {
  type KeyUriNote,
  type KeyUriRefusal,
  type KeyUriResult,
  parseKeyUri,
} from './parse-key-uri.ts'
export { generateTotp, secondsRemaining, timeStep } from './totp.ts'
