import type { Bytes } from '../core/vault/bytes.ts'
import type { PasskeyChoice } from '../core/vault/unlock-ways.ts'

/** What a passkey gave: which one it was, and the 32 bytes that its PRF extension makes of the salt. */
export interface PasskeyAnswer {
  credentialId: Bytes
  secret: Bytes
}

/** Expected ends of asking for a passkey: the person said no (or did not answer), or it can't make secrets. */
export type NoPasskey = { status: 'declined' } | { status: 'no_secret' }

const relyingParty = 'Countersign'
const timeout = 120_000

/**
 * Whether this browser lets an extension's page have a passkey that makes secrets (WebAuthn's PRF extension); where it does not,
 * the choice is not offered.
 */
export async function canUsePasskeys(): Promise<boolean> {
  if (typeof PublicKeyCredential === 'undefined') return false
  // Firefox gives extension pages no origin that a passkey could be for.
  if (location.protocol !== 'chrome-extension:') return false
  const known = await PublicKeyCredential.getClientCapabilities?.().catch(() => null)
  return known?.['extension:prf'] !== false
}

/** Asks the person to make a passkey for this vault, and gives what opens it from now on. */
export async function createPasskey(
  name: string,
): Promise<({ status: 'created'; salt: Bytes } & PasskeyAnswer) | NoPasskey> {
  const salt = crypto.getRandomValues(new Uint8Array(32))
  const credential = await ask(() =>
    navigator.credentials.create({
      publicKey: {
        rp: { name: relyingParty },
        user: { id: crypto.getRandomValues(new Uint8Array(16)), name, displayName: name },
        challenge: crypto.getRandomValues(new Uint8Array(32)),
        pubKeyCredParams: [
          { type: 'public-key', alg: -7 },
          { type: 'public-key', alg: -257 },
        ],
        authenticatorSelection: { residentKey: 'preferred', userVerification: 'required' },
        extensions: { prf: { eval: { first: salt } } },
        timeout,
      },
    }),
  )
  if (credential === null) return { status: 'declined' }
  const { prf } = credential.getClientExtensionResults()
  const credentialId = new Uint8Array(credential.rawId)
  if (prf?.results) {
    return { status: 'created', salt, credentialId, secret: copyBytes(prf.results.first) }
  }
  if (prf?.enabled !== true) return { status: 'no_secret' }
  // Many authenticators make secrets only when they are used, not when they are made.
  const answer = await askPasskey([{ credentialId, salt }])
  return answer.status === 'answered' ? { ...answer, status: 'created', salt } : answer
}

/** Asks the person for any one of these passkeys. */
export async function askPasskey(
  choices: PasskeyChoice[],
): Promise<({ status: 'answered' } & PasskeyAnswer) | NoPasskey> {
  const credential = await ask(() =>
    navigator.credentials.get({
      publicKey: {
        challenge: crypto.getRandomValues(new Uint8Array(32)),
        allowCredentials: choices.map(({ credentialId }) => ({ type: 'public-key', id: credentialId })),
        userVerification: 'required',
        extensions: {
          prf: {
            evalByCredential: Object.fromEntries(
              choices.map(({ credentialId, salt }) => [encodeBase64Url(credentialId), { first: salt }]),
            ),
          },
        },
        timeout,
      },
    }),
  )
  if (credential === null) return { status: 'declined' }
  const results = credential.getClientExtensionResults().prf?.results
  if (!results) return { status: 'no_secret' }
  return {
    status: 'answered',
    credentialId: new Uint8Array(credential.rawId),
    secret: copyBytes(results.first),
  }
}

async function ask(request: () => Promise<Credential | null>): Promise<PublicKeyCredential | null> {
  try {
    return (await request()) as PublicKeyCredential | null
  } catch (error) {
    const expected = ['NotAllowedError', 'AbortError', 'InvalidStateError', 'SecurityError']
    if (error instanceof DOMException && expected.includes(error.name)) return null
    throw error
  }
}

function copyBytes(source: BufferSource): Bytes {
  const bytes = ArrayBuffer.isView(source)
    ? new Uint8Array(source.buffer, source.byteOffset, source.byteLength)
    : new Uint8Array(source)
  return new Uint8Array(bytes)
}

function encodeBase64Url(bytes: Bytes): string {
  return btoa(String.fromCharCode(...bytes))
    .replaceAll('+', '-')
    .replaceAll('/', '_')
    .replaceAll('=', '')
}
