import { z } from 'zod'
import { isFactorName } from '../http/factor-name.ts'

const moment = z.iso.datetime()

/** Both are 256 random bits. */
const token = z.string().length(43)

export const signInBody = z.strictObject({
  address: z.string().min(1).max(254).describe('The email address that the account is registered under.'),
  password: z.string().min(1).max(256),
  device: z.string().max(100).optional().describe('The token of a trusted device, from an earlier sign-in.'),
  factor: z
    .literal('own')
    .optional()
    .describe(
      'For who was let in without a factor (enroll because of bypass) and has one at hand: asks for a code from it instead.',
    ),
})

const device = z
  .object({ token, expiresAt: moment })
  .describe('Send the token along at the next sign-in. It replaces the one before.')

export const sessionBody = z.object({
  status: z.literal('complete'),
  token: token.describe('For Authorization: Bearer. Keep it where only this program can read it.'),
  expiresAt: moment.describe('At the latest. An hour without a request ends the session earlier.'),
  factorRequiredFrom: moment.optional().describe('From then on the account needs a second factor.'),
  device: device.optional(),
})

const method = z.object({
  id: z.string(),
  type: z.enum(['totp', 'sms', 'recovery_code']),
  label: z.string().describe('The name that the person gave it.'),
  number: z.string().optional().describe('The masked phone number, for sms.'),
  preferred: z.boolean(),
})

const challengeBody = z.object({
  status: z.literal('challenge'),
  challenge: token.describe('Opens the second step of this sign-in and nothing else.'),
  methods: z.array(method),
  expiresAt: moment,
})

const enrollBody = z.object({
  status: z.literal('enroll'),
  because: z.enum(['required', 'reset', 'bypass', 'recovery']),
  proof: z
    .enum(['none', 'mailed'])
    .describe('mailed: a code is on its way to the registered address; send it to /sessions/proof first.'),
  challenge: token.describe('Opens the set-up of a new authenticator app and nothing else.'),
  expiresAt: moment,
  methods: z
    .array(z.enum(['totp', 'sms']))
    .describe(
      'What may be set up: an authenticator app (totp) here or on the site, a number (sms) there only.',
    ),
  message: z.string().describe('For people, in the language of Accept-Language.'),
  url: z.url().describe('Where the same can be done in a browser, by a sign-in of its own.'),
})

export const pendingBody = z.discriminatedUnion('status', [challengeBody, enrollBody])

export const challengeReference = z.strictObject({ challenge: z.string().max(100) })

export const proveBody = z.strictObject({
  challenge: z.string().max(100),
  code: z.string().max(64).describe('The eight digits from the mail.'),
})

export const provenBody = z.object({
  status: z.literal('proven'),
  challenge: token.describe('Takes the place of the one before.'),
  expiresAt: moment,
})

export const pendingAppBody = z.object({
  status: z.literal('pending'),
  enrollment: z.string(),
  secret: z.string().describe('Base32, for typing. It is never shown again.'),
  uri: z.string().describe('The key URI, for an app on the same phone or for a QR code.'),
  expiresAt: moment,
})

export const confirmBody = z.strictObject({
  challenge: z.string().max(100),
  enrollment: z.string().max(100),
  code: z.string().max(64).describe('What the new app shows.'),
})

export const enrolledBody = sessionBody.extend({
  recoveryCodes: z
    .array(z.string())
    .describe('Each works once, in the place of a code. They are never shown again: have them saved.'),
})

export const verifyBody = z.strictObject({
  challenge: z.string().max(100),
  method: z.enum(['totp', 'sms', 'recovery_code']),
  code: z.string().max(64),
  trust: z
    .strictObject({ label: z.string().trim().min(1).max(60).refine(isFactorName) })
    .optional()
    .describe(
      'Asks that this device need no code for a while; label is what the person sees in the settings. Not heard with a recovery code.',
    ),
})

export const smsBody = z.strictObject({
  challenge: z.string().max(100),
  factor: z.string().max(100).optional().describe('The id of one of the methods of type sms.'),
})

export const smsSentBody = z.object({
  status: z.literal('sent'),
  number: z.string().describe('Masked.'),
  expiresAt: moment,
  resendAt: moment
    .nullable()
    .describe('When another code can be asked for; null when there is no further one.'),
})

export const meBody = z.object({
  id: z.string(),
  name: z.string(),
  address: z.string(),
  twoFactor: z.boolean(),
  clinics: z.array(
    z.object({
      id: z.string(),
      name: z.string(),
      role: z.enum(['owner', 'admin', 'practitioner']),
      practitioner: z.boolean(),
    }),
  ),
  session: z.object({ createdAt: moment, expiresAt: moment }),
})

const noteSummary = z.object({
  id: z.string(),
  client: z.string(),
  title: z.string(),
  clinic: z.string(),
  author: z.string(),
  writtenAt: moment,
})

export const notesBody = z.object({ notes: z.array(noteSummary).describe('The newest first.') })

export const noteBody = noteSummary.extend({
  body: z.string().describe('Paragraphs, with an empty line between.'),
})
