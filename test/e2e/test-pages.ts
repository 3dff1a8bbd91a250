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
  /** Serves a file of this type; gives its address. */
  serve(type: string, content: string): string
  stop(): Promise<void>
}

export async function startTestPages(): Promise<TestPages> {
  const files = new Map<string, { type: string; content: string }>()
  const server = createServer((request, response) => {
    const file = files.get(request.url ?? '')
    response.writeHead(file === undefined ? 404 : 200, {
      'content-type': file?.type ?? 'text/plain',
      'cache-control': 'no-store',
    })
    response.end(file?.content ?? 'Not here')
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  const serve = (type: string, content: string) => {
    const path = `/${randomUUID()}`
    files.set(path, { type, content })
    return `http://localhost:${port}${path}`
  }
  const show = (body: string) =>
    serve('text/html; charset=utf-8', `<!doctype html><html lang="en"><title>Page</title>${body}`)
  return {
    show,
    serve,
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
