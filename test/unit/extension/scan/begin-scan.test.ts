import { describe, expect, it } from 'vitest'
import { beginScan } from '../../../../extension/src/scan/begin-scan.ts'

const job = {
  pictures: ['data:image/png;base64,AA=='],
  screen: 'data:image/png;base64,BB==',
  pageUrl: null,
  found: null,
}
const instead = { picture: job.screen, place: { kind: 'screen', instead: true } }

describe('an image that somebody pointed at', () => {
  it('is said to be that one, and what the page shows is read only where there is no code in it', () => {
    const { step } = beginScan('image', job)
    const given = { picture: job.pictures[0], place: { kind: 'image' }, instead: [instead] }
    expect(step).toEqual({ name: 'reading', given: [given] })
  })

  it('that can’t be read is looked for on what the page shows, which is said', () => {
    const { step } = beginScan('image', { ...job, pictures: [] })
    expect(step).toEqual({ name: 'reading', given: [instead] })
  })

  it('is asked for in other ways where nothing could be taken', () => {
    expect(beginScan('image', { ...job, pictures: [], screen: null }).step.name).toBe('start')
  })
})

it.each(['files', 'camera', 'window', 'area'] as const)(
  'codes that were found before somebody chose %s wait to be saved',
  (way) => {
    const found = { findings: [], isCut: false }
    const begun = beginScan(way, { ...job, pictures: [], found })
    expect(begun.found).toBe(found)
    expect(begun.step.name).not.toBe('found')
  },
)
