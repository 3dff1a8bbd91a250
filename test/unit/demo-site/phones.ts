import { readHidden, type TestSite } from './test-site.ts'
import type { Visitor } from './visitor.ts'

export const addPhone = '/settings/two-factor/add-phone'

/** Mobile numbers of the United Kingdom, as they are masked, and as pages show that: without a break inside. */
export const [firstNumber, secondNumber] = ['+44 7400 123456', '+44 7400 123478']
export const [firstMask, secondMask] = ['+44 •• ••• •• 56', '+44 •• ••• •• 78']
export const firstShown = firstMask.replaceAll(' ', '\u00a0')
export const secondShown = secondMask.replaceAll(' ', '\u00a0')

/** The codes that were sent by SMS to a number, the newest first. */
export async function readSms(site: TestSite, number = firstNumber): Promise<string[]> {
  const messages = await site.db.all<{ body: string }>(
    "SELECT body FROM outbox WHERE recipient = ? AND kind = 'sms' ORDER BY sent_at DESC, rowid DESC",
    number.replaceAll(' ', ''),
  )
  return messages.map(({ body }) => /\d{6}/.exec(body)?.[0] ?? '')
}

export async function newestSms(site: TestSite, number = firstNumber): Promise<string> {
  const [code] = await readSms(site, number)
  if (!code) throw new Error(`no SMS to ${number}`)
  return code
}

/** A code that is not this one. */
export const otherThan = (code: string) => (code === '111111' ? '222222' : '111111')

/** Enters a number on its page, as the form does that was shown. */
export async function enterNumber(
  visitor: Visitor,
  number: string,
  fields: Record<string, string> = {},
): Promise<Response> {
  const { replaces, ...others } = fields
  const start = replaces === undefined ? addPhone : `${addPhone}?replaces=${replaces}`
  const form = readHidden(await visitor.text(start), 'form')
  return visitor.post(start, { form, number, name: '', ...others })
}

/** Enters a number and the code that comes to it. */
export async function provePhone(
  site: TestSite,
  visitor: Visitor,
  number = firstNumber,
  fields: Record<string, string> = {},
): Promise<Response> {
  const sent = await enterNumber(visitor, number, fields)
  const page = await visitor.text(sent.headers.get('location') ?? '')
  return visitor.post(`${addPhone}/code`, {
    ...fields,
    enrollment: readHidden(page, 'enrollment'),
    code: await newestSms(site, number),
  })
}
