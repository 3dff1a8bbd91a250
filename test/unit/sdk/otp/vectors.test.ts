import { describe, expect, it } from 'vitest'
import {
  type Algorithm,
  decodeBase32,
  encodeBase32,
  generateHotp,
  generateTotp,
  type OtpParameters,
  timeStep,
} from '../../../../sdk/src/otp/index.ts'
import vectors from '../../../vectors/rfc-vectors.json' with { type: 'json' }

const { rfc4226, rfc6238, base32, computedExtras: extras } = vectors
const bytes = (ascii: string) => new TextEncoder().encode(ascii)
const rfcSecret = bytes(rfc4226.secretAscii)

function parameters(changes: Partial<OtpParameters> = {}): OtpParameters {
  return { type: 'totp', secret: rfcSecret, algorithm: 'SHA1', digits: 6, period: 30, counter: 0, ...changes }
}

const codes: [string, () => string, string][] = [
  ...rfc4226.vectors.map((vector): [string, () => string, string] => [
    `RFC 4226 counter ${vector.counter}`,
    () => generateHotp(parameters({ type: 'hotp' }), vector.counter),
    vector.otp,
  ]),
  ...rfc6238.vectors.flatMap((vector): [string, () => string, string][] => {
    const algorithm = vector.algorithm as Algorithm
    const secret = bytes(rfc6238.secrets[algorithm].ascii)
    const at = vector.unixTime * 1000
    return [
      [
        `RFC 6238 ${algorithm} ${vector.utc}`,
        () => generateTotp(parameters({ algorithm, secret, digits: 8 }), at),
        vector.otp,
      ],
      [
        `RFC 6238 ${algorithm} ${vector.utc}, 6 digits`,
        () => generateTotp(parameters({ algorithm, secret }), at),
        vector.otp6,
      ],
    ]
  }),
  ...extras.leadingZeros.map((vector): [string, () => string, string] => [
    `leading zeros at counter ${vector.counter}`,
    () => generateTotp(parameters(), vector.unixTimeStart * 1000),
    vector.otp,
  ]),
  [
    'the code of zeros',
    () => generateTotp(parameters(), extras.allZeroCode.unixTimeStart * 1000),
    extras.allZeroCode.otp,
  ],
  ...extras.adjacentStepCollisions.flatMap((vector): [string, () => string, string][] => [
    [`step ${vector.counterA}`, () => generateHotp(parameters(), vector.counterA), vector.otp],
    [`its twin ${vector.counterB}`, () => generateHotp(parameters(), vector.counterB), vector.otp],
  ]),
  ...extras.stepBoundaries.map((vector): [string, () => string, string] => [
    `second ${vector.unixTime}`,
    () => generateTotp(parameters(), vector.unixTime * 1000),
    vector.otp,
  ]),
  ...extras.largeCounters.flatMap((vector): [string, () => string, string][] => [
    [`counter ${vector.counter}`, () => generateHotp(parameters(), vector.counter), vector.otp6],
    [
      `counter ${vector.counter}, 8 digits`,
      () => generateHotp(parameters({ digits: 8 }), vector.counter),
      vector.otp8,
    ],
  ]),
  ...extras.periods.map((vector): [string, () => string, string] => [
    `a period of ${vector.period} s`,
    () => generateTotp(parameters({ period: vector.period }), vector.unixTime * 1000),
    vector.otp,
  ]),
  ...extras.otherDigits
    .filter((vector) => vector.digits >= 6)
    .map((vector): [string, () => string, string] => [
      `${vector.digits} digits`,
      () => generateHotp(parameters({ digits: vector.digits }), vector.counter),
      vector.otp,
    ]),
]

describe('codes', () => {
  it.each(codes)('are right for %s', (_, generate, otp) => {
    expect(generate()).toBe(otp)
  })

  it.each(extras.negativeControls)('are others where $why', (control) => {
    const algorithm = control.algorithm as Algorithm
    const code = generateTotp(parameters({ algorithm, digits: control.digits }), control.unixTime * 1000)
    expect(code).toBe(control.otpWithWrongKeyLength)
    expect(code).not.toBe(control.rfcOtp)
  })

  it.each(extras.stepBoundaries)('belong to step $counter in second $unixTime', ({ unixTime, counter }) => {
    expect(timeStep(30, unixTime * 1000)).toBe(counter)
    expect(timeStep(30, unixTime * 1000 + 999)).toBe(counter)
  })
})

describe('Base32', () => {
  it.each(base32.vectors)('writes and reads $ascii', ({ ascii, base32NoPad }) => {
    expect(encodeBase32(bytes(ascii))).toBe(base32NoPad)
    expect(decodeBase32(base32NoPad)).toEqual(bytes(ascii))
    expect(decodeBase32(base32NoPad.padEnd(Math.ceil(base32NoPad.length / 8) * 8, '='))).toEqual(bytes(ascii))
  })

  it.each(Object.values(rfc6238.secrets))('writes and reads the secret of $bytes bytes', (secret) => {
    expect(encodeBase32(bytes(secret.ascii))).toBe(secret.base32)
    expect(decodeBase32(secret.base32)).toEqual(bytes(secret.ascii))
  })
})
