import { test } from '@playwright/test'
import { type Desk, openDesk } from '../steps/desk.ts'
import { makeVault } from '../steps/enroll.ts'
import { tellRecovery, tellReset } from '../steps/help.ts'
import { useStage } from '../use-stage.ts'

const stage = useStage('sv')
let desk: Desk

test('the reset by an admin can be told in Swedish, mails and all', { tag: ['@c10', '@c21'] }, async () => {
  await makeVault(stage())
  desk = await openDesk(stage(), 'owner@harbour.example')
  await tellReset(stage(), desk)
})

test('the account recovery can be told in Swedish, mails and all', { tag: ['@c18', '@c21'] }, async () => {
  await tellRecovery(stage(), desk)
})
