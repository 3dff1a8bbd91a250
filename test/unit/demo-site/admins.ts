import { codeFor, readHidden, type TestSite, turnOn } from './test-site.ts'
import type { Visitor } from './visitor.ts'

export const owner = 'owner@harbour.example'
export const admin = 'admin@harbour.example'

/** An owner or admin at the site's own pages, with a factor; `prove` shows a code of it, which holds for ten minutes. */
export async function createAdmin(site: TestSite, address = owner) {
  const visitor = site.visitor()
  const { key } = await turnOn(site, visitor, address)
  async function prove(next = '/'): Promise<Response> {
    site.clock.advance(60_000)
    const path = `/step-up?${new URLSearchParams({ next })}`
    await visitor.get(path)
    return visitor.post(path, { code: codeFor(site, key) })
  }
  return { visitor, key, prove }
}

/** Opens the page of an act and sends its form. */
export async function sendAct(visitor: Visitor, path: string, reason = 'Lost her phone'): Promise<Response> {
  const form = readHidden(await visitor.text(path), 'form')
  return visitor.post(path, { form, reason })
}

/** Opens the page of what is required of a member and sends its form. */
export async function sendSetting(visitor: Visitor, path: string, setting: string): Promise<Response> {
  const edition = readHidden(await visitor.text(path), 'edition')
  return visitor.post(path, { setting, edition })
}

export async function readMails(site: TestSite, to: string): Promise<{ subject: string; body: string }[]> {
  await site.twoFactor.settle()
  return site.db.all('SELECT subject, body FROM outbox WHERE recipient = ? ORDER BY sent_at, id', to)
}

/** The types of what the record has of somebody, the newest first. */
export async function readTypes(site: TestSite, userId: string): Promise<string[]> {
  return (await site.twoFactor.audit.list({ userId })).map(({ type }) => type)
}
