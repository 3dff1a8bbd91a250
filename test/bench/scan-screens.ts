import { type Browser, chromium, type Page } from '@playwright/test'
import { findExecutable } from '../e2e/driver/executables.ts'
import type { BenchPage, Screen } from './scan-pages.ts'

/** Takes pictures of pages in Chromium, as PNG. */
export interface Camera {
  photograph(page: BenchPage): Promise<Buffer>
  close(): Promise<void>
}

export async function startCamera(): Promise<Camera> {
  const browser = await chromium.launch({
    executablePath: findExecutable('chromium'),
    chromiumSandbox: false,
  })
  const pages = new Map<Screen, Page>()
  return {
    photograph: async ({ screen, html }) => {
      const page = pages.get(screen) ?? (await openPage(browser, screen))
      pages.set(screen, page)
      await page.setContent(html)
      await page.evaluate(redrawPictures)
      return page.screenshot()
    },
    close: () => browser.close(),
  }
}

function openPage(browser: Browser, { width, height, ratio }: Screen): Promise<Page> {
  return browser.newPage({
    viewport: { width: width / ratio, height: height / ratio },
    deviceScaleFactor: ratio,
  })
}

/** Runs in the page: turns pictures into bitmaps where the bench wants it, and waits until all are there. */
async function redrawPictures(): Promise<void> {
  for (const image of document.images) {
    await image.decode()
    const redraw = image.dataset.redraw
    if (redraw === undefined) continue
    const scale = redraw === 'jpeg' ? devicePixelRatio : devicePixelRatio * 1.37
    const canvas = document.createElement('canvas')
    canvas.width = canvas.height = Math.round(image.width * scale)
    canvas.getContext('2d')?.drawImage(image, 0, 0, canvas.width, canvas.height)
    image.src = redraw === 'jpeg' ? canvas.toDataURL('image/jpeg', 0.5) : canvas.toDataURL()
    await image.decode()
  }
}
