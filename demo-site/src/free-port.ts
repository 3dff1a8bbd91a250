import { createServer } from 'node:net'

/** A port that nobody listens on. For `PORT=0`: links in mails need the number before the site listens itself. */
export function findFreePort(host: string): Promise<number> {
  const probe = createServer()
  return new Promise((resolve, reject) => {
    probe.once('error', reject)
    probe.listen(0, host, () => {
      const address = probe.address()
      const port = typeof address === 'object' && address !== null ? address.port : 0
      probe.close(() => resolve(port))
    })
  })
}
