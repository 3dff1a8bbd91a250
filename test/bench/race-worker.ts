import type { Limits } from 'countersign'
import { createRacer, type MeetingPlace, openMeetingPlace, type Submission, submitAll } from './race-setup.ts'

/** What a process of a race is told: where to meet, what to submit, when to go. */
export type RaceOrder =
  | { type: 'open'; place: MeetingPlace; limits: Partial<Limits> }
  | { type: 'load'; submissions: Submission[] }
  | { type: 'go' }
  | { type: 'close' }

export type RaceReport =
  | { type: 'ready' }
  | { type: 'done'; statuses: string[] }
  | { type: 'failed'; message: string }

let racer: ReturnType<typeof createRacer> | undefined
let loaded: Submission[] = []

process.on('message', (order: RaceOrder) => {
  obey(order).then(report, (error: unknown) => report({ type: 'failed', message: String(error) }))
})

async function obey(order: RaceOrder): Promise<RaceReport> {
  if (order.type === 'open') {
    racer = createRacer(openMeetingPlace(order.place), order.limits)
    // The first statement connects: the race must not be one of connecting.
    await racer.recoveryCodes.remaining({ userId: 'nobody' })
  } else if (order.type === 'load') {
    loaded = order.submissions
  } else if (order.type === 'go') {
    if (racer === undefined) throw new Error('go came before open')
    return { type: 'done', statuses: await submitAll(racer, loaded) }
  } else {
    await racer?.close()
    process.disconnect()
  }
  return { type: 'ready' }
}

function report(message: RaceReport): void {
  if (process.connected) process.send?.(message)
}
