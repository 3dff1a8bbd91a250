import type { Page, Popup } from '../driver/driver.ts'

/** The page with the popup over its top right corner, where the browser shows it. */
export async function pictureBoth(page: Page, popup: Popup): Promise<Buffer> {
  // A code that turns over fades in; a picture of that would look like a fault. What is taken away meanwhile never finishes.
  await popup.evaluate(
    'Promise.allSettled(document.getAnimations().map(({ finished }) => finished)).then(() => true)',
  )
  // The popup first: looking at the page takes the focus there.
  const front = await popup.screenshot()
  const behind = await page.screenshot()
  const drawn = await popup.evaluate<string>(`(${draw})(${JSON.stringify([behind, front].map(base64))})`)
  return Buffer.from(drawn, 'base64')
}

function base64(picture: Buffer): string {
  return picture.toString('base64')
}

/** Runs inside the popup's document, whose browser reads and writes PNG; on a canvas that the document never holds. */
async function draw(pictures: [string, string]): Promise<string> {
  const read = (text: string) =>
    createImageBitmap(new Blob([Uint8Array.from(atob(text), (byte) => byte.charCodeAt(0))]))
  const behind = await read(pictures[0])
  const front = await read(pictures[1])
  const canvas = new OffscreenCanvas(behind.width, Math.max(behind.height, front.height + 24))
  const context = canvas.getContext('2d')
  if (!context) throw new Error('There is no canvas to draw on.')
  context.drawImage(behind, 0, 0)
  const x = behind.width - front.width - 16
  context.shadowColor = 'rgb(0 0 0 / 0.35)'
  context.shadowBlur = 18
  context.shadowOffsetY = 4
  context.fillRect(x, 8, front.width, front.height)
  context.shadowColor = 'transparent'
  context.drawImage(front, x, 8)
  const blob = await canvas.convertToBlob({ type: 'image/png' })
  const bytes = new Uint8Array(await blob.arrayBuffer())
  let text = ''
  for (const byte of bytes) text += String.fromCharCode(byte)
  return btoa(text)
}
