import { describe, expect, it, vi } from 'vitest'
import { newFormId, runOnce } from '../../../../demo-site/src/data/sent-forms.ts'
import { createSeededDatabase, engines, seededAt } from '../databases.ts'

const now = seededAt

const isOk = ({ status }: { status: string }) => status === 'ok'

/** Work that is under way until it is told what it comes to. */
function hold() {
  let end: (status: string) => void = () => {}
  let isBegun: () => void = () => {}
  const begun = new Promise<void>((resolve) => {
    isBegun = resolve
  })
  const outcome = new Promise<{ status: string }>((resolve) => {
    end = (status) => resolve({ status })
  })
  const work = () => {
    isBegun()
    return outcome
  }
  return { work, begun, end }
}

describe.each(engines)('forms on %s', (engine) => {
  it('do what they ask for once, however often they are sent', async () => {
    const db = await createSeededDatabase(engine)
    const form = { formId: newFormId(), now }
    let done = 0
    const act = async () => ({ count: ++done })
    const sent = await Promise.all(Array.from({ length: 10 }, () => runOnce(db, form, act, () => true)))
    expect(sent.filter((outcome) => outcome !== null)).toEqual([{ count: 1 }])
    const next = { formId: newFormId(), now: now + 86_400_000 }
    expect(await runOnce(db, next, act, () => true)).toEqual({ count: 2 })
    expect(await db.all('SELECT * FROM sent_forms')).toHaveLength(1)
  })

  it('are taken again when they had no effect, because they were refused or something broke', async () => {
    const db = await createSeededDatabase(engine)
    const form = { formId: newFormId(), now }
    const refuse = async () => ({ status: 'refused' })
    expect(await runOnce(db, form, refuse, ({ status }) => status === 'ok')).toEqual({ status: 'refused' })
    const fail = async () => Promise.reject(new RangeError('no disk'))
    await expect(runOnce(db, form, fail, () => true)).rejects.toThrow('no disk')
    expect(await db.all('SELECT * FROM sent_forms')).toEqual([])
    const act = async () => ({ status: 'ok' })
    expect(await runOnce(db, form, act, ({ status }) => status === 'ok')).toEqual({ status: 'ok' })
    expect(await runOnce(db, form, act, () => true)).toBeNull()
  })

  it.each(['ok', 'refused'])(
    'that come twice at once are told nothing before the first has come to: %s',
    async (end) => {
      const db = await createSeededDatabase(engine)
      const form = { formId: newFormId(), now }
      const first = hold()
      const sent = runOnce(db, form, first.work, isOk)
      await first.begun
      const own = vi.fn(async () => ({ status: 'ok' }))
      const twin = runOnce(db, form, own, isOk)
      const isTold = vi.fn()
      void twin.then(isTold)
      await new Promise((resolve) => setImmediate(resolve))
      expect([isTold.mock.calls, own.mock.calls]).toEqual([[], []])
      first.end(end)
      expect(await sent).toEqual({ status: end })
      expect(await twin).toEqual(end === 'ok' ? null : { status: 'ok' })
      expect(own).toHaveBeenCalledTimes(end === 'ok' ? 0 : 1)
      expect(await runOnce(db, form, own, isOk)).toBeNull()
    },
  )

  it('count as sent for no longer than their effect holds, and the others for a day', async () => {
    const db = await createSeededDatabase(engine)
    const [short, usual] = [{ formId: newFormId(), heldMs: 1000 }, { formId: newFormId() }]
    const send = async (at: number) =>
      Promise.all(
        [short, usual].map((form) => runOnce(db, { ...form, now: at }, async () => ({ status: 'ok' }), isOk)),
      )
    expect(await send(now)).toEqual([{ status: 'ok' }, { status: 'ok' }])
    expect(await send(now + 999)).toEqual([null, null])
    expect(await send(now + 1000)).toEqual([{ status: 'ok' }, null])
  })
})

it('a form whose first try has come to no end does nothing and is called no success', async () => {
  const db = await createSeededDatabase('sqlite')
  const formId = newFormId()
  await db.run('INSERT INTO sent_forms (id, sent_at, done) VALUES (?, ?, 0)', formId, now)
  vi.useFakeTimers({ toFake: ['setTimeout'] })
  try {
    const own = vi.fn(async () => ({ status: 'ok' }))
    const sent = runOnce(db, { formId, now }, own, isOk).catch(({ message }) => message)
    await vi.advanceTimersByTimeAsync(60_000)
    expect(await sent).toBe('what this form asked for before has come to no end')
    expect(own).not.toHaveBeenCalled()
  } finally {
    vi.useRealTimers()
  }
})
