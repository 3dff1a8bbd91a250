import { describeCodeField, fillCode } from '../../../../sdk/src/page/index.ts'

Object.assign(globalThis, { describeCodeField, fillCode })
