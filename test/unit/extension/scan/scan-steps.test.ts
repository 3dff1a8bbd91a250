import { describe, expect, it } from 'vitest'
import { beginWith } from '../../../../extension/src/scan/scan-steps.ts'

const job = { pictures: ['data:image/png;base64,AA=='], screen: 'data:image/png;base64,BB==', pageUrl: null }

describe('an image that somebody pointed at', () => {
  it('is read alone, and what the page shows only where there is no code in it', () => {
    const step = beginWith('image', job)
    if (step.name !== 'reading') throw new Error(step.name)
    expect(step.given).toEqual([{ picture: job.pictures[0], place: { kind: 'page' } }])
    expect(step.instead).toEqual([{ picture: job.screen, place: { kind: 'screen', instead: true } }])
  })

  it('that can’t be read is looked for on what the page shows, which is said', () => {
    const step = beginWith('image', { ...job, pictures: [] })
    if (step.name !== 'reading') throw new Error(step.name)
    expect(step.given).toEqual([{ picture: job.screen, place: { kind: 'screen', instead: true } }])
    expect(step.instead).toBeUndefined()
  })

  it('is asked for in other ways where nothing could be taken', () => {
    expect(beginWith('image', { ...job, pictures: [], screen: null }).name).toBe('start')
  })
})
