import { fixed } from './config.ts'
import { encodeBase32, formatKeyUri } from './otp/index.ts'

/** What the person needs to bring the secret into an app. Shown while pending, never after. */
export interface PendingApp {
  status: 'pending'
  type: 'totp'
  enrollmentId: string
  /** Base32, for typing. */
  secret: string
  /** The key URI that the QR code holds. */
  uri: string
  /** The QR code as SVG text. */
  qr: string
  /** Milliseconds since 1970. */
  expiresAt: number
}

/** An authenticator app that is being set up, with its secret in clear. */
export interface FreshApp {
  enrollmentId: string
  secret: Uint8Array
  /** Milliseconds since 1970. */
  expiresAt: number
}

/** Writes the secret as an app takes it in: as text, as a key URI and as a QR code. */
export function describePendingApp(
  { enrollmentId, secret, expiresAt }: FreshApp,
  names: { issuer: string; account: string; drawQr(text: string): string },
): PendingApp {
  const { issuer, account, drawQr } = names
  const { algorithm, digits, period } = fixed
  const uri = formatKeyUri({ type: 'totp', issuer, account, secret, algorithm, digits, period, counter: 0 })
  const shown = { secret: encodeBase32(secret), uri, qr: drawQr(uri), expiresAt }
  return { status: 'pending', type: 'totp', enrollmentId, ...shown }
}
