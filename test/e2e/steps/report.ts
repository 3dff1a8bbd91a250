import { expect } from '@playwright/test'
import { ask } from '../ask.ts'
import { SITE_PASSWORD, type Stage } from '../stage.ts'
import { readCode } from './fill.ts'
import { closePopup, openAccounts } from './vault.ts'

/** The report of Harbour Physio as the file that its link downloads, fetched with a session of its own; the code is the extension's. */
export async function readReportFile(stage: Stage, address: string): Promise<string> {
  const { origin } = stage.site
  const cookies = new Map<string, string>()
  const send = async (path: string, form?: Record<string, string>) => {
    const cookie = [...cookies].map((pair) => pair.join('=')).join('; ')
    const answer = await ask(origin, path, {
      headers: { cookie, origin, 'content-type': 'application/x-www-form-urlencoded' },
      ...(form && { method: 'POST', body: new URLSearchParams(form).toString() }),
    })
    for (const line of answer.cookies) {
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(line) ?? []
      cookies.set(name, value)
    }
    return answer
  }
  await send('/sign-in', { address, password: SITE_PASSWORD })
  await openAccounts(stage)
  const code = await readCode(stage)
  await closePopup(stage)
  await send('/sign-in/code', { code })
  const file = await send('/clinics/harbour/report/csv')
  expect(file.status, file.text).toBe(200)
  return file.text
}
