import { describe, expect, it } from 'vitest'
import { readPng } from '../../../../extension/src/core/png.ts'

const pixel =
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=='

describe('a picture', () => {
  it('says its size before it is decoded', () => {
    expect(readPng(`data:image/png;base64,${pixel}`)).toMatchObject({ width: 1, height: 1 })
  })

  it.each([
    ['of another kind', 'data:image/jpeg;base64,AAAA'],
    ['without its signature', `data:image/png;base64,${btoa('x'.repeat(40))}`],
    ['cut short', `data:image/png;base64,${pixel.slice(0, 16)}`],
    ['from elsewhere', 'https://evil.example/x.png'],
  ])('%s is none', (_what, url) => {
    expect(readPng(url)).toBeNull()
  })
})
