/**
 * The rows that the SDK keeps, for every engine alike. A column is text or a whole number, and a question mark lets it
 * be null. Times are milliseconds since 1970 (UTC). Ids and tokens are compared byte by byte.
 */
export const tables = {
  /** One a user: the failure counters that every factor, path and purpose shares. */
  accounts: {
    key: ['userId'],
    columns: {
      userId: 'text',
      /** Attempts ever counted. Failures in a row are `counted - cleared`. */
      counted: 'number',
      /** The attempt up to which failures are forgiven. */
      cleared: 'number',
      lastCountedAt: 'number',
      /** Failures since `rollingSince`, attempts in flight included. */
      rolling: 'number',
      rollingSince: 'number',
      suspendedAt: 'number?',
      /** Trusted devices made before this are void. */
      devicesFrom: 'number',
    },
  },
  addresses: {
    key: ['address'],
    columns: { address: 'text', failures: 'number', failuresSince: 'number', lastCountedAt: 'number' },
  },
  factors: {
    key: ['id'],
    columns: {
      id: 'text',
      userId: 'text',
      type: 'text',
      label: 'text',
      state: 'text',
      sealedSecret: 'text',
      /** The key that sealed it. */
      keyId: 'text',
      /** The last time step that was consumed, -1 before the first. Only ever grows (RFC 6238 section 5.2). */
      lastStep: 'number',
      /** Confirmation attempts of a pending factor. */
      attempts: 'number',
      createdAt: 'number',
      /** Set while pending. */
      expiresAt: 'number?',
      confirmedAt: 'number?',
      lastUsedAt: 'number?',
      /** 1 for the one that the person wants to be asked for first. */
      preferred: 'number',
      /** What let a pending one begin: `first` (no factor yet) or `step_up`. */
      authority: 'text',
      /** The factor that goes when this one is confirmed. */
      replaces: 'text?',
    },
  },
  challenges: {
    key: ['id'],
    columns: {
      /** SHA-256 of the token, hex. */
      id: 'text',
      userId: 'text',
      purpose: 'text',
      attempts: 'number',
      attemptsAllowed: 'number',
      createdAt: 'number',
      expiresAt: 'number',
      consumedAt: 'number?',
      /** How many steps off the last failed code was, when it was off by a few: the phone's clock may be wrong. */
      skew: 'number?',
      skewStep: 'number?',
    },
  },
  recoveryCodes: {
    key: ['userId', 'codeHash'],
    columns: { userId: 'text', codeHash: 'text', createdAt: 'number', usedAt: 'number?' },
  },
  /** What a code has earned, besides a session: a fresh step-up, the right to set a new password. */
  permissions: {
    key: ['id'],
    columns: {
      /** SHA-256 of the token, hex. */
      id: 'text',
      userId: 'text',
      purpose: 'text',
      createdAt: 'number',
      expiresAt: 'number',
      usedAt: 'number?',
    },
  },
  trustedDevices: {
    key: ['id'],
    columns: {
      id: 'text',
      userId: 'text',
      label: 'text',
      /** The generation of the token that was presented last: earlier ones are spent. */
      generation: 'number',
      address: 'text?',
      createdAt: 'number',
      lastUsedAt: 'number',
      expiresAt: 'number',
    },
  },
  deviceTokens: {
    key: ['id'],
    columns: {
      /** SHA-256 of the token, hex. */
      id: 'text',
      deviceId: 'text',
      userId: 'text',
      generation: 'number',
    },
  },
  /** Notices that could not be delivered yet. */
  outbox: {
    key: ['id'],
    columns: {
      id: 'text',
      type: 'text',
      userId: 'text',
      /** When it happened. */
      at: 'number',
      data: 'text',
      tries: 'number',
      /** Not before then; whoever moves it on has the next try. */
      nextAt: 'number',
    },
  },
  policies: {
    key: ['id'],
    columns: {
      /** JSON of the organization, and of the user for a setting of one member. */
      id: 'text',
      organizationId: 'text',
      /** Null for the organization's own rule. */
      userId: 'text?',
      /** The rule or the setting as JSON. */
      data: 'text',
      changedAt: 'number',
      changedBy: 'text',
    },
  },
  /** When a user was first met by a requirement: grace runs from then. */
  requirements: {
    key: ['userId'],
    columns: { userId: 'text', metAt: 'number' },
  },
  audit: {
    key: ['id'],
    columns: {
      id: 'text',
      at: 'number',
      type: 'text',
      userId: 'text',
      actorId: 'text?',
      address: 'text?',
      /** JSON text, kept as written: the MAC is over these bytes. */
      data: 'text',
      keyId: 'text',
      mac: 'text',
      /** The checkpoint that covers the row, once there is one. Not part of what the MAC covers. */
      checkpoint: 'number?',
    },
  },
  /** The record's chain: each entry covers some rows and the entry before it. */
  checkpoints: {
    key: ['number'],
    columns: {
      /** Counts up from 1, without gaps. */
      number: 'number',
      /** MAC of the entry before it; empty for the first. */
      previous: 'text',
      /** Rows that it covers. */
      size: 'number',
      /** SHA-256 over the ids and MACs of those rows, in the order of their ids, hex. */
      digest: 'text',
      at: 'number',
      keyId: 'text',
      mac: 'text',
    },
  },
} as const satisfies Record<string, TableShape>

interface TableShape {
  key: readonly string[]
  columns: Readonly<Record<string, 'text' | 'text?' | 'number' | 'number?'>>
}

export type TableName = keyof typeof tables

interface ColumnTypes {
  text: string
  'text?': string | null
  number: number
  'number?': number | null
}

type Columns<T extends TableName> = (typeof tables)[T]['columns']

export type Row<T extends TableName> = {
  [column in keyof Columns<T>]: Columns<T>[column] extends keyof ColumnTypes
    ? ColumnTypes[Columns<T>[column]]
    : never
}

type Scalar = string | number

/** A condition on one column: a value, null, or a comparison. Comparisons with null hold for no row. */
export type Condition<V> =
  | V
  | { not: V }
  | { below: NonNullable<V> }
  | { above: NonNullable<V> }
  | { atMost: NonNullable<V> }
  | { oneOf: readonly NonNullable<V>[] }
  /** Below the value of another column of the row. */
  | { belowColumn: string }

export type Where<T extends TableName> = { [column in keyof Row<T>]?: Condition<Row<T>[column]> }

/** What a column becomes: a value, or what it was plus a number. */
export type Changes<T extends TableName> = {
  [column in keyof Row<T>]?: Row<T>[column] | (Row<T>[column] extends number ? { plus: number } : never)
}

export type AnyRow = Readonly<Record<string, Scalar | null>>
