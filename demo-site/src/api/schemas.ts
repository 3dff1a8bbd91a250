import { z } from 'zod'

const moment = z.iso.datetime()

/** Both are 256 random bits. */
const token = z.string().length(43)

export const signInBody = z.strictObject({
  address: z.string().min(1).max(254).describe('The email address that the account is registered under.'),
  password: z.string().min(1).max(256),
  device: z.string().max(100).optional().describe('The token of a trusted device, from an earlier sign-in.'),
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
  message: z.string().describe('For people, in the language of Accept-Language.'),
  url: z.url().describe('Where to go on, in a browser.'),
})

export const pendingBody = z.discriminatedUnion('status', [challengeBody, enrollBody])

export const challengeReference = z.strictObject({ challenge: z.string().max(100) })

export const verifyBody = z.strictObject({
  challenge: z.string().max(100),
  method: z.enum(['totp', 'sms', 'recovery_code']),
  code: z.string().max(64),
  trust: z
    .strictObject({ label: z.string().trim().min(1).max(60) })
    .optional()
    .describe(
      'Asks that this device need no code for a while; label is what the person sees in the settings.',
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
