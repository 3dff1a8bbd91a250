/** A part of the sources, and what it may import besides itself. */
export interface Zone {
  /** Paths that belong to it; the first zone that matches a path has it. */
  files: RegExp
  /** Zones that it may import. */
  may: string[]
  /** Zones of which it may import types only. */
  mayTypes?: string[]
  /** Its files may not import each other. */
  apart?: true
  /** The packages that it may import, where that is restricted; `node:` stands for Node's own. */
  packages?: string[]
}

const leaves = ['sdk/otp', 'sdk/qr', 'sdk/page']
const features = ['sdk/verification', 'sdk/features']
const foundation = [
  'sdk/tables',
  'sdk/attempt-rules',
  'sdk/ports',
  'sdk/errors',
  'sdk/config',
  'sdk/crypto',
  'sdk/address',
  'sdk/names',
  'sdk/phone-numbers',
  'sdk/policy-rules',
  'sdk/authority',
  'sdk/business-days',
  'sdk/tell-admins',
  'sdk/scope',
  'sdk/time-limit',
  'sdk/check-options',
  'sdk/clock-skew',
  'sdk/recovery-link',
  'sdk/record-limit',
  'sdk/pending-app',
]

/**
 * Who may import whom. The SDK knows nothing of the extension or the demo site; its leaves know at most the look of
 * a QR code's corners, because they run in the extension too; the demo site sees what a customer sees.
 */
export const zones: Record<string, Zone> = {
  'sdk/otp': { files: /^sdk\/src\/otp\//, may: [], packages: ['otpauth'] },
  'sdk/qr': {
    files: /^sdk\/src\/qr\//,
    may: ['sdk/finder-patterns'],
    packages: ['zxing-wasm', 'jsqr', 'node:'],
  },
  'sdk/page': { files: /^sdk\/src\/page\//, may: ['sdk/finder-patterns'], packages: [] },
  'sdk/finder-patterns': { files: /^sdk\/src\/finder-patterns\.ts$/, may: [], packages: [] },

  'sdk/errors': { files: /^sdk\/src\/errors\.ts$/, may: [], packages: [] },
  'sdk/tables': { files: /^sdk\/src\/tables\.ts$/, may: [], packages: [] },
  'sdk/attempt-rules': {
    files: /^sdk\/src\/attempt-rules\.ts$/,
    may: [],
    mayTypes: ['sdk/tables'],
    packages: [],
  },
  'sdk/ports': {
    files: /^sdk\/src\/ports\.ts$/,
    may: [],
    mayTypes: ['sdk/tables', 'sdk/attempt-rules'],
    packages: [],
  },
  'sdk/policy-rules': { files: /^sdk\/src\/policy-rules\.ts$/, may: [], packages: [] },
  'sdk/authority': { files: /^sdk\/src\/authority\.ts$/, may: ['sdk/ports'], packages: [] },
  'sdk/business-days': { files: /^sdk\/src\/business-days\.ts$/, may: [], packages: [] },
  'sdk/time-limit': { files: /^sdk\/src\/time-limit\.ts$/, may: [], packages: [] },
  'sdk/clock-skew': {
    files: /^sdk\/src\/clock-skew\.ts$/,
    may: ['sdk/otp', 'sdk/config'],
    mayTypes: ['sdk/tables'],
    packages: [],
  },
  // For verification only: nothing else compares a code.
  'sdk/find-step': {
    files: /^sdk\/src\/find-step\.ts$/,
    may: ['sdk/otp', 'sdk/config', 'sdk/crypto'],
    mayTypes: ['sdk/tables'],
    packages: [],
  },
  'sdk/recovery-link': {
    files: /^sdk\/src\/recovery-link\.ts$/,
    may: ['sdk/ports'],
    mayTypes: ['sdk/tables'],
    packages: [],
  },
  'sdk/record-limit': { files: /^sdk\/src\/record-limit\.ts$/, may: ['sdk/ports'], packages: [] },
  'sdk/pending-app': { files: /^sdk\/src\/pending-app\.ts$/, may: ['sdk/otp', 'sdk/config'], packages: [] },
  'sdk/scope': { files: /^sdk\/src\/scope\.ts$/, may: ['sdk/ports', 'sdk/errors'], packages: [] },
  'sdk/admin-act': { files: /^sdk\/src\/admin-act\.ts$/, may: ['sdk/scope'], packages: [] },
  'sdk/tell-admins': {
    files: /^sdk\/src\/tell-admins\.ts$/,
    may: ['sdk/ports', 'sdk/authority', 'sdk/scope'],
    packages: [],
  },
  'sdk/names': { files: /^sdk\/src\/names\.ts$/, may: ['sdk/errors'], packages: [] },
  'sdk/check-options': { files: /^sdk\/src\/check-options\.ts$/, may: ['sdk/errors'], packages: [] },
  'sdk/phone-numbers': {
    files: /^sdk\/src\/phone-numbers\.ts$/,
    may: ['sdk/errors'],
    packages: ['libphonenumber-js', 'node:'],
  },
  'sdk/address': { files: /^sdk\/src\/address\.ts$/, may: ['sdk/errors'] },
  'sdk/config': { files: /^sdk\/src\/config\.ts$/, may: ['sdk/errors'], mayTypes: ['sdk/attempt-rules'] },
  'sdk/crypto': { files: /^sdk\/src\/crypto\//, may: ['sdk/ports', 'sdk/errors'], mayTypes: ['sdk/tables'] },
  'sdk/verification': {
    files:
      /^sdk\/src\/features\/(verification|challenges|permissions|sms-codes|sms-limits|code-question)\.ts$/,
    may: [
      'sdk/otp',
      'sdk/crypto',
      'sdk/ports',
      'sdk/errors',
      'sdk/config',
      'sdk/phone-numbers',
      'sdk/clock-skew',
      'sdk/find-step',
    ],
    mayTypes: ['sdk/tables'],
  },
  'sdk/features': {
    files: /^sdk\/src\/features\//,
    may: [
      'sdk/otp',
      'sdk/crypto',
      'sdk/ports',
      'sdk/errors',
      'sdk/config',
      'sdk/verification',
      'sdk/attempt-rules',
      'sdk/policy-rules',
      'sdk/admin-act',
      'sdk/recovery-link',
      'sdk/record-limit',
      'sdk/pending-app',
      'sdk/authority',
      'sdk/business-days',
      'sdk/tell-admins',
      'sdk/scope',
      'sdk/time-limit',
    ],
    mayTypes: ['sdk/tables'],
    apart: true,
  },
  'sdk/two-factor': {
    files: /^sdk\/src\/two-factor\.ts$/,
    may: ['sdk/otp', ...foundation, ...features],
  },
  'sdk/index': { files: /^sdk\/src\/index\.ts$/, may: ['sdk/two-factor', ...foundation], mayTypes: features },
  'sdk/stores': {
    files: /^sdk\/src\/stores\//,
    may: ['sdk/ports', 'sdk/errors', 'sdk/tables', 'sdk/attempt-rules'],
  },
  'sdk/http': { files: /^sdk\/src\/http\//, may: ['sdk/two-factor', 'sdk/errors'] },
  'sdk/adapters': { files: /^sdk\/src\/adapters\//, may: ['sdk/http'] },
  'sdk/testing': {
    files: /^sdk\/src\/testing\//,
    may: [...leaves, ...foundation, ...features, 'sdk/two-factor', 'sdk/index', 'sdk/stores', 'sdk/http'],
  },
  'sdk/playwright': { files: /^sdk\/src\/playwright\//, may: [...leaves, 'sdk/testing'] },

  'extension/core': { files: /^extension\/src\/core\//, may: ['sdk/otp'] },
  'extension/messages': {
    files: /^extension\/src\/messages\.ts$/,
    may: [],
    mayTypes: ['extension/core', 'sdk/otp'],
  },
  'extension/platform': {
    files: /^extension\/src\/platform\//,
    may: ['extension/messages'],
    mayTypes: ['extension/core'],
  },
  'extension/ui': { files: /^extension\/src\/ui\//, may: [], mayTypes: ['extension/core'] },
  'extension/workers': { files: /^extension\/src\/workers\//, may: ['extension/core', 'sdk/otp', 'sdk/qr'] },
  'extension/page': { files: /^extension\/src\/page\//, may: ['sdk/page'] },
  ...extensionView('background'),
  ...extensionView('screens'),
  ...extensionView('capture', ['extension/screens']),
  ...extensionView('scan', ['extension/screens', 'extension/capture']),
  ...extensionView('popup', ['extension/screens', 'extension/capture']),
  ...extensionView('manager', ['extension/screens']),

  'demo-site': {
    files: /^demo-site\/src\//,
    may: ['sdk/index', 'sdk/stores', 'sdk/otp', 'sdk/testing', 'sdk/adapters'],
  },
}

function extensionView(name: string, besides: string[] = []): Record<string, Zone> {
  const may = ['core', 'platform', 'messages', 'ui', 'workers'].map((part) => `extension/${part}`)
  return {
    [`extension/${name}`]: {
      files: new RegExp(`^extension/src/${name}/`),
      may: [...may, ...besides, 'sdk/otp', 'sdk/qr'],
    },
  }
}
