import { type CollectedPictures, type CollectOptions, collectParts } from './collect-parts.ts'

/** Copies the pictures of a page at their natural size: all the parts of `collectParts` at once. */
export async function collectPictures(root: Document, options: CollectOptions): Promise<CollectedPictures> {
  const parts = collectParts(root, options)
  const pictures: string[] = []
  for (;;) {
    const { done, value } = await parts.next()
    pictures.push(...value.pictures)
    if (done) return { ...value, pictures }
  }
}
