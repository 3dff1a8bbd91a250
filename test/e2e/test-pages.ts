import { randomUUID } from 'node:crypto'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import encodeQr from 'qr'

/** Pages of the tests' own, on a server that is asked never to be remembered. */
export interface TestPages {
  /** Serves a page with these QR codes and nothing else, at an address and under a title that say nothing; gives its address. */
  showQr(...texts: string[]): string
  /** Serves a page with this body; gives its address on `localhost`. */
  show(body: string): string
  stop(): Promise<void>
}

export async function startTestPages(): Promise<TestPages> {
  const pages = new Map<string, string>()
  const server = createServer((request, response) => {
    const body = pages.get(request.url ?? '')
    response.writeHead(body === undefined ? 404 : 200, {
      'content-type': 'text/html; charset=utf-8',
      'cache-control': 'no-store',
    })
    response.end(
      body === undefined ? 'Not here' : `<!doctype html><html lang="en"><title>Page</title>${body}`,
    )
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  const show = (body: string) => {
    const path = `/${randomUUID()}`
    pages.set(path, body)
    return `http://localhost:${port}${path}`
  }
  return {
    show,
    showQr: (...texts) => show(texts.map(picture).join('\n')),
    stop: () =>
      new Promise((resolve, reject) => {
        server.close((error) => (error ? reject(error) : resolve()))
        server.closeAllConnections()
      }),
  }
}

function picture(text: string): string {
  const svg = Buffer.from(encodeQr(text, 'svg')).toString('base64')
  return `<img alt="QR code" width="300" height="300" src="data:image/svg+xml;base64,${svg}">`
}
