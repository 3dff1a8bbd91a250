import { createHmac } from 'node:crypto'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  generateHotp,
  generateTotp,
  type OtpParameters,
  secondsRemaining,
  timeStep,
} from '../../../../sdk/src/otp/index.ts'

const secret = new TextEncoder().encode('12345678901234567890')
const parameters: OtpParameters = {
  type: 'totp',
  secret,
  algorithm: 'SHA1',
  digits: 6,
  period: 30,
  counter: 0,
}

/** RFC 4226 section 5.3 once more, written with 64-bit arithmetic. */
function referenceHotp({ algorithm, secret, digits }: OtpParameters, counter: number): string {
  const message = Buffer.alloc(8)
  message.writeBigUInt64BE(BigInt(counter))
  const mac = createHmac(algorithm, secret).update(message).digest()
  const offset = (mac.at(-1) ?? 0) & 15
  return String((mac.readUInt32BE(offset) & 0x7fffffff) % 10 ** digits).padStart(digits, '0')
}

describe('generateHotp', () => {
  it('agrees with a second implementation for any counter up to 2^53', () => {
    fc.assert(
      fc.property(
        fc.uint8Array({ minLength: 1, maxLength: 200 }),
        fc.constantFrom('SHA1', 'SHA256', 'SHA512'),
        fc.integer({ min: 6, max: 8 }),
        fc.maxSafeNat().filter((counter) => counter < Number.MAX_SAFE_INTEGER),
        (secret, algorithm, digits, counter) => {
          const given: OtpParameters = { ...parameters, type: 'hotp', secret, algorithm, digits }
          expect(generateHotp(given, counter)).toBe(referenceHotp(given, counter))
        },
      ),
    )
  })

  it('reads only its part of a shared buffer', () => {
    const shared = Uint8Array.from([...new Uint8Array(7), ...secret, ...new Uint8Array(9)])
    const view = shared.subarray(7, 7 + secret.length)
    expect(generateHotp({ ...parameters, secret: view }, 1)).toBe('287082')
  })

  it.each<[string, Partial<OtpParameters>, number]>([
    ['5 digits', { digits: 5 }, 0],
    ['9 digits', { digits: 9 }, 0],
    ['6.5 digits', { digits: 6.5 }, 0],
    ['NaN digits', { digits: Number.NaN }, 0],
    ['no secret', { secret: new Uint8Array(0) }, 0],
    ['a secret beyond the limit', { secret: new Uint8Array(513) }, 0],
    ['a negative counter', {}, -1],
    ['half a counter', {}, 0.5],
    ['a counter that is not exact', {}, 2 ** 53],
  ])('throws a RangeError for %s', (_, changes, counter) => {
    expect(() => generateHotp({ ...parameters, ...changes }, counter)).toThrow(RangeError)
  })

  it.each<[string, unknown]>([
    ['an unsupported algorithm', { ...parameters, algorithm: 'MD5' }],
    ['an inherited name as algorithm', { ...parameters, algorithm: '__proto__' }],
    ['another type', { ...parameters, type: 'steam' }],
    ['a secret as text', { ...parameters, secret: 'GEZDGNBV' }],
    ['no secret at all', { ...parameters, secret: undefined }],
  ])('throws a TypeError for %s', (_, given) => {
    expect(() => generateHotp(given as OtpParameters, 0)).toThrow(TypeError)
  })
})

describe('time', () => {
  it('changes the code exactly at the step', () => {
    const before = generateTotp(parameters, 29_999)
    expect(generateTotp(parameters, 0)).toBe(before)
    expect(generateTotp(parameters, 30_000)).not.toBe(before)
    expect([timeStep(30, 29_999), timeStep(30, 30_000)]).toEqual([0, 1])
  })

  it('counts down from the period to 1', () => {
    expect([0, 999, 1000, 29_000, 29_999, 30_000].map((at) => secondsRemaining(30, at))).toEqual([
      30, 30, 29, 1, 1, 30,
    ])
  })

  it.each([0, 9, 301, 1e9, -30, 0.5, Number.NaN])('throws for a period of %d', (period) => {
    expect(() => timeStep(period, 0)).toThrow(RangeError)
    expect(() => secondsRemaining(period, 0)).toThrow(RangeError)
    expect(() => generateTotp({ ...parameters, period }, 0)).toThrow(RangeError)
  })

  it.each([-1, Number.NaN, Number.POSITIVE_INFINITY])('throws for the moment %d', (atMs) => {
    expect(() => generateTotp(parameters, atMs)).toThrow(RangeError)
  })
})
