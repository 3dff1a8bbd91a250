/** The fields of one account as Google Authenticator exports it; whatever is not given is left out, as zeros are. */
export interface ExportedAccount {
  secret?: Uint8Array
  name?: string
  issuer?: string
  algorithm?: number
  digits?: number
  type?: number
  counter?: number | bigint
}

interface ExportedPart {
  accounts: ExportedAccount[]
  batch?: number
  index?: number
  size?: number
}

/** Writes an export of Google Authenticator, one QR code's text of it. */
export function writeMigration({ accounts, batch = -77, index = 0, size = 1 }: ExportedPart): string {
  const bytes = writeBytes([
    ...accounts.map((account): Field => [1, writeBytes(accountFields(account))]),
    [2, 1],
    [3, size],
    ...(index === 0 ? [] : [[4, index] as Field]),
    [5, batch],
  ])
  return `otpauth-migration://offline?data=${encodeURIComponent(Buffer.from(bytes).toString('base64'))}`
}

export type Field = [number: number, value: number | bigint | string | Uint8Array]

/** Writes a Protocol Buffers message. */
export function writeBytes(fields: Field[]): Uint8Array {
  return Uint8Array.from(
    fields.flatMap(([number, value]) => {
      if (typeof value === 'number' || typeof value === 'bigint')
        return [...writeVarint(number << 3), ...writeVarint(value)]
      const bytes = typeof value === 'string' ? new TextEncoder().encode(value) : value
      return [...writeVarint((number << 3) | 2), ...writeVarint(bytes.length), ...bytes]
    }),
  )
}

function accountFields({ secret, name, issuer, algorithm, digits, type, counter }: ExportedAccount): Field[] {
  const fields: [number, Field[1] | undefined][] = [
    [1, secret],
    [2, name],
    [3, issuer],
    [4, algorithm],
    [5, digits],
    [6, type],
    [7, counter],
  ]
  return fields.filter((field): field is Field => field[1] !== undefined)
}

/** Negative numbers take ten bytes, as they do in the app's own exports. */
function writeVarint(value: number | bigint): number[] {
  const bytes: number[] = []
  for (let rest = BigInt.asUintN(64, BigInt(value)); ; rest >>= 7n) {
    const byte = Number(rest & 0x7fn)
    if (rest < 0x80n) return [...bytes, byte]
    bytes.push(byte | 0x80)
  }
}
