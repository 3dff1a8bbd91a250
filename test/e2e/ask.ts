import { request } from 'node:http'

interface Asked {
  method?: string
  body?: string
  headers?: Record<string, string>
}

interface Answer {
  status: number
  text: string
  cookies: string[]
}

/** A request to a site on this machine. Browsers know that every name under `localhost` is this machine, Node does not. */
export function ask(origin: string, path: string, { method, body, headers }: Asked = {}): Promise<Answer> {
  const { host, port } = new URL(origin)
  return new Promise((resolve, reject) => {
    const options = { host: '127.0.0.1', port, path, method: method ?? 'GET', headers: { host, ...headers } }
    const sent = request(options, async (response) => {
      try {
        const text = Buffer.concat(await response.toArray()).toString()
        resolve({ status: response.statusCode ?? 0, text, cookies: response.headers['set-cookie'] ?? [] })
      } catch (error) {
        reject(error)
      }
    })
    sent.once('error', reject)
    sent.end(body)
  })
}
