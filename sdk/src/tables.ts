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
      /** 1 while an account recovery or a bypass is open, which any use of a factor ends. */
      recovering: 'number',
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
      /** What let a pending one begin: `first` (no factor yet), `step_up`, or `entry` (inside a sign-in). */
      authority: 'text',
      /** The factor that goes when this one is confirmed. */
      replaces: 'text?',
      /** A suspended one is active again from then on; null: it stays suspended. */
      heldUntil: 'number?',
      /** Of a pending one: how many steps off the last code was, as for a challenge. */
      skew: 'number?',
      skewStep: 'number?',
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
      /** By which attempt and which code it was answered, so that its twin is known; null when it was cancelled. */
      consumedBy: 'text?',
      /** How many steps off the last failed code was, when it was off by a few: the phone's clock may be wrong. */
      skew: 'number?',
      skewStep: 'number?',
      /** The methods that may answer it, with spaces between. */
      methods: 'text',
      /** The entry that the mailed proof is for; of another challenge the last bypass that was opened beside it. */
      entryId: 'text?',
    },
  },
  /** What was sent to be typed in: one code a challenge or pending factor, the last one sent. */
  sentCodes: {
    key: ['id'],
    columns: {
      /** The challenge or the pending factor that it is bound to. */
      id: 'text',
      userId: 'text',
      /** The phone number that it was sent to; null for mail. */
      factorId: 'text?',
      /** HMAC over id, factor and code, hex: six digits are too few for a hash without a key. */
      codeHash: 'text',
      keyId: 'text',
      sends: 'number',
      sentAt: 'number',
      expiresAt: 'number',
      usedAt: 'number?',
    },
  },
  /** Every SMS, so that nobody runs up the bill. */
  smsSends: {
    key: ['id'],
    columns: {
      id: 'text',
      userId: 'text',
      /** HMAC of the number, hex. */
      numberHash: 'text',
      address: 'text?',
      at: 'number',
    },
  },
  /** Rows that are held while something is counted over several users. */
  meters: { key: ['id'], columns: { id: 'text', turns: 'number' } },
  /** Ways into a new factor without an old one, opened by an admin or at the end of an account recovery. */
  entries: {
    key: ['id'],
    columns: {
      id: 'text',
      userId: 'text',
      /** `reset`, `bypass` or `recovery`. */
      cause: 'text',
      createdAt: 'number',
      /** Null: open until it is used. */
      expiresAt: 'number?',
      usedAt: 'number?',
      actorId: 'text?',
    },
  },
  /** Acts of admins that wait for the word of whom they concern. */
  adminRequests: {
    key: ['id'],
    columns: {
      /** SHA-256 of the token, hex. */
      id: 'text',
      userId: 'text',
      actorId: 'text',
      act: 'text',
      reason: 'text',
      createdAt: 'number',
      expiresAt: 'number',
      usedAt: 'number?',
    },
  },
  accountRecoveries: {
    key: ['id'],
    columns: {
      id: 'text',
      userId: 'text',
      /** `requested`, `approved`, `rejected`, `cancelled`, `completed` or `expired`. */
      state: 'text',
      createdAt: 'number',
      expiresAt: 'number',
      /** Identity details and tokens, sealed. */
      sealedSecret: 'text',
      keyId: 'text',
      /** SHA-256 of the tokens in the mailed links, hex. */
      cancelId: 'text',
      completeId: 'text',
      /** The same of the link behind which it was made. */
      linkId: 'text?',
      reviewedAt: 'number?',
      reviewedBy: 'text?',
      /** The end of the waiting period. */
      completableAt: 'number?',
      endedAt: 'number?',
      /** What called it off: `link`, `holder`, `factor` or `reset`. */
      endedBy: 'text?',
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
      /** The entry that it belongs to. */
      entryId: 'text?',
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
  /** Notices that are still to be delivered. */
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
      /** What it is about, so that it can be taken back; null when it never is. */
      topic: 'text?',
      /** Codes and links that belong into the mail, sealed. */
      sealedSecret: 'text?',
      keyId: 'text?',
      /** Worth nothing after that. */
      expiresAt: 'number?',
      /** 1: to every registered address. */
      everyAddress: 'number',
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
      /** Since when it has required a factor of somebody, without a break; null when it does not. */
      requiredSince: 'number?',
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

/** What judging a code reads of a challenge and of what is its user's. */
export const readingColumns = {
  challenges: [
    'id',
    'userId',
    'purpose',
    'methods',
    'attempts',
    'attemptsAllowed',
    'skew',
    'skewStep',
    'entryId',
  ],
  accounts: ['counted', 'cleared', 'lastCountedAt', 'rolling', 'recovering'],
  factors: ['id', 'userId', 'sealedSecret', 'keyId', 'lastStep'],
  recoveryCodes: ['codeHash', 'usedAt'],
} as const satisfies { [T in TableName]?: readonly (keyof Columns<T>)[] }

export type ReadingTable = keyof typeof readingColumns

/** The part of a row that judging a code reads. */
export type ReadingRow<T extends ReadingTable> = Pick<
  Row<T>,
  (typeof readingColumns)[T][number] & keyof Row<T>
>

/** Of a whole row the part that judging a code reads. */
export function pickReading<T extends ReadingTable>(table: T, row: Row<T>): ReadingRow<T> {
  const from: Readonly<Record<string, unknown>> = row
  return Object.fromEntries(readingColumns[table].map((column) => [column, from[column]])) as ReadingRow<T>
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
