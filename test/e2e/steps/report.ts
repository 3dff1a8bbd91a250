import { openHttpSession } from '../http-session.ts'
import { SITE_PASSWORD, type Stage } from '../stage.ts'
import { readCode } from './fill.ts'
import { closePopup, openAccounts } from './vault.ts'

/** The report of Harbour Physio as the file that its link downloads, fetched with a session of its own; the code is the extension's. */
export async function readReportFile(stage: Stage, address: string): Promise<string> {
  const session = openHttpSession(stage)
  await session.post('/sign-in', { address, password: SITE_PASSWORD })
  await openAccounts(stage)
  const code = await readCode(stage)
  await closePopup(stage)
  await session.post('/sign-in/code', { code })
  return session.get('/clinics/harbour/report/csv')
}
