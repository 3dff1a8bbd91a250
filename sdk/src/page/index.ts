export { type CollectedPictures, type CollectOptions, collectPictures } from './collect-pictures.ts'
export { type CodeFieldDescription, describeCodeField } from './describe-code-field.ts'
export { type FillResult, fillCode } from './fill-code.ts'
export { type CodeField, findCodeField } from './find-code-field.ts'
