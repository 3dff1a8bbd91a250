import { collectPictures, describeCodeField, fillCode } from '../../../../sdk/src/page/index.ts'

Object.assign(globalThis, { countersignCollectPictures: collectPictures, describeCodeField, fillCode })
