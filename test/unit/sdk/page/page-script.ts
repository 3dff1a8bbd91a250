import { collectParts, collectPictures, describeCodeField, fillCode } from '../../../../sdk/src/page/index.ts'

Object.assign(globalThis, {
  countersignCollectParts: collectParts,
  countersignCollectPictures: collectPictures,
  describeCodeField,
  fillCode,
})
