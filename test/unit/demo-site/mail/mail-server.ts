import type { AddressInfo } from 'node:net'
import PostalMime, { type Email } from 'postal-mime'
import { SMTPServer } from 'smtp-server'
import { onTestFinished } from 'vitest'

export interface Received {
  /** Who the envelope says that it is for. */
  to: string[]
  /** As it came over the wire. */
  raw: string
  email: Email
}

/** A real mail server that keeps what it takes. It has no TLS. */
export async function startMailServer() {
  const received: Received[] = []
  const state = { refuses: false, logins: 0 }
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS'],
    allowInsecureAuth: true,
    onAuth(_auth, _session, done) {
      state.logins += 1
      done(null, { user: 'site' })
    },
    onData(stream, { envelope }, done) {
      const parts: Buffer[] = []
      stream.on('data', (part: Buffer) => parts.push(part))
      stream.on('end', async () => {
        if (state.refuses) return done(new Error('no room for anna@harbour.example'))
        const raw = Buffer.concat(parts).toString()
        const to = envelope.rcptTo.map(({ address }) => address)
        received.push({ to, raw, email: await PostalMime.parse(raw) })
        done()
      })
    },
  })
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
  onTestFinished(() => new Promise<void>((done) => server.close(done)))
  const { port } = server.server.address() as AddressInfo
  return { url: `smtp://127.0.0.1:${port}`, port, received, state }
}
