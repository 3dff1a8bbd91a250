import { describe, expect, it } from 'vitest'
import { readPictureUrl } from '../../../../extension/src/core/data-url.ts'
import type { FoundCodes } from '../../../../extension/src/core/found-codes.ts'
import { readScanAddress, readScanJob, writeScanJob } from '../../../../extension/src/core/scan-job.ts'
import { makeAccount } from './make-account.ts'

describe('the address of the scan page', () => {
  it.each([
    ['', { way: 'start', job: null }],
    ['#camera', { way: 'camera', job: null }],
    ['#image/5f', { way: 'image', job: '5f' }],
    ['#constructor/x', { way: 'start', job: 'x' }],
  ])('%j is read', (hash, read) => {
    expect(readScanAddress(hash)).toEqual(read)
  })
})

describe('a job for the scan page', () => {
  const job = {
    pictures: ['data:image/png;base64,AA=='],
    screen: null,
    pageUrl: 'https://a.example/',
    found: null,
  }
  const account = makeAccount()
  const found: FoundCodes = {
    findings: [
      { code: { kind: 'account', account, notes: [] }, place: { kind: 'page' } },
      {
        code: {
          kind: 'export',
          part: { batch: 7, index: 0, size: 2 },
          entries: [{ status: 'ok', account, notes: [] }],
        },
        place: { kind: 'file', name: 'a.png' },
      },
      { code: { kind: 'text', text: 'hello' }, place: { kind: 'text' } },
    ],
    isCut: true,
  }
  /** As session memory hands it over, which takes no bytes. */
  const handOver = (value: unknown) => JSON.parse(JSON.stringify(value)) as Record<string, unknown>

  it('comes as it was handed over', () => {
    expect(readScanJob({ ...job, more: 1 })).toEqual(job)
  })

  it('brings the codes that were found and not saved, whole', () => {
    expect(readScanJob(handOver(writeScanJob({ ...job, found })))).toEqual({ ...job, found })
  })

  it.each([
    1,
    {},
    { findings: [{}], isCut: false },
    { findings: [{ code: { kind: 'account', account: { secret: 'AA==' } }, place: {} }] },
    { findings: [{ code: { kind: 'text', text: '' } }] },
  ])('comes without codes where they are not as they were written: %j', (broken) => {
    expect(readScanJob(handOver({ ...job, found: broken }))).toEqual(job)
  })

  it.each([null, 1, {}, { ...job, pictures: [1] }, { ...job, screen: 1 }, { ...job, pageUrl: {} }])(
    'is not made of %j',
    (value) => {
      expect(readScanJob(value)).toBeNull()
    },
  )
})

describe('a picture in an address', () => {
  it('is read', async () => {
    const blob = readPictureUrl('data:image/png;base64,AAEC')
    expect(blob?.type).toBe('image/png')
    expect(new Uint8Array((await blob?.arrayBuffer()) ?? new ArrayBuffer())).toEqual(Uint8Array.of(0, 1, 2))
  })

  it.each(['', 'https://a.example/x.png', 'data:text/html;base64,AA==', 'data:image/png;base64,*'])(
    'is not read from %j',
    (url) => {
      expect(readPictureUrl(url)).toBeNull()
    },
  )
})
