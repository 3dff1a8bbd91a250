import type { Page } from '../driver/driver.ts'

/** A file as base64; its type is what its name ends with says. */
interface HandedFile {
  name: string
  base64: string
}

/** Hands files to a page as the browser does when somebody chooses them in its dialog, or drops them. */
export function handOver(page: Page, how: 'choose' | 'drop', files: HandedFile[]): Promise<void> {
  return page.evaluate(`(${give})(${JSON.stringify(how)}, ${JSON.stringify(files)})`)
}

/** Runs inside the page. */
function give(how: 'choose' | 'drop', files: HandedFile[]): void {
  const types: Record<string, string> = {
    gif: 'image/gif',
    json: 'application/json',
    pdf: 'application/pdf',
    png: 'image/png',
  }
  const data = new DataTransfer()
  for (const { name, base64 } of files) {
    const bytes = Uint8Array.from(atob(base64), (character) => character.charCodeAt(0))
    data.items.add(new File([bytes], name, { type: types[name.split('.').pop() ?? ''] ?? '' }))
  }
  const common = { bubbles: true, cancelable: true }
  if (how === 'drop')
    return void document.body.dispatchEvent(new DragEvent('drop', { ...common, dataTransfer: data }))
  const input = document.querySelector<HTMLInputElement>('input[type=file]')
  if (!input) throw new Error('There is no field for files.')
  input.files = data.files
  for (const type of ['input', 'change']) input.dispatchEvent(new Event(type, common))
}
