import { describe, expect, it } from 'vitest'
import { readPictureUrl } from '../../../../extension/src/core/data-url.ts'
import { readScanAddress, readScanJob } from '../../../../extension/src/core/scan-job.ts'

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
  const job = { pictures: ['data:image/png;base64,AA=='], screen: null, pageUrl: 'https://a.example/' }

  it('comes as it was handed over', () => {
    expect(readScanJob({ ...job, more: 1 })).toEqual(job)
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
