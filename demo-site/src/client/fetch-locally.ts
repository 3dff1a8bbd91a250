import { request } from 'node:http'

/**
 * `fetch` for a site on this machine too: browsers take every name below `localhost` for it (RFC 6761 section 6.3), and
 * Node.js asks the network. The name still goes into `Host`, by which the site knows itself.
 */
export const fetchLocally: typeof globalThis.fetch = async (input, init = {}) => {
  const url = new URL(String(input))
  if (url.protocol !== 'http:' || !url.hostname.endsWith('.localhost')) return fetch(input, init)
  const headers = { ...Object.fromEntries(new Headers(init.headers)), host: url.host }
  const { port, pathname, search } = url
  return new Promise((resolve, reject) => {
    const asked = request(
      { host: '127.0.0.1', port: port || 80, path: pathname + search, method: init.method ?? 'GET', headers },
      async (answer) => {
        const parts: Buffer[] = []
        for await (const part of answer) parts.push(part)
        const status = answer.statusCode ?? 500
        resolve(new Response(status === 204 ? null : Buffer.concat(parts), { status }))
      },
    )
    asked.on('error', reject)
    asked.end(typeof init.body === 'string' ? init.body : undefined)
  })
}
