import { once } from 'node:events'
import { type AddressInfo, connect, createServer, type Socket } from 'node:net'

const COMMANDS: Record<number, string> = { 1: 'QUIT', 3: '', 22: 'PREPARE ', 23: 'EXECUTE', 25: 'CLOSE' }

/** A way to a MySQL server that lets everything through and tells of every command in it, as it is on the wire. */
export async function tapMysql(
  url: string,
  tell: (command: string) => void,
): Promise<{ url: string; close(): Promise<void> }> {
  const server = new URL(url)
  const sockets = new Set<Socket>()
  const tap = createServer((client) => {
    const upstream = connect(Number(server.port), server.hostname)
    for (const [socket, other] of [
      [client, upstream],
      [upstream, client],
    ] as const) {
      sockets.add(socket)
      socket.on('close', () => other.destroy())
      socket.on('error', () => other.destroy())
    }
    const read = createPacketReader(tell)
    client.on('data', read)
    client.pipe(upstream)
    upstream.pipe(client)
  })
  tap.listen(0, '127.0.0.1')
  await once(tap, 'listening')
  const tapped = new URL(url)
  tapped.host = `127.0.0.1:${(tap.address() as AddressInfo).port}`
  return {
    url: tapped.href,
    async close() {
      for (const socket of sockets) socket.destroy()
      tap.close()
      await once(tap, 'close')
    },
  }
}

/** A packet is its length in three bytes, its number within the exchange and what it says: number 0 begins a command. */
function createPacketReader(tell: (command: string) => void): (chunk: Buffer) => void {
  let pending = Buffer.alloc(0)
  return (chunk) => {
    pending = Buffer.concat([pending, chunk])
    while (pending.length >= 4 && pending.length >= 4 + pending.readUIntLE(0, 3)) {
      const length = pending.readUIntLE(0, 3)
      const [number, command, text] = [pending[3], pending[4], pending.subarray(5, 4 + length)]
      if (number === 0 && command !== undefined) {
        const name = COMMANDS[command] ?? `COMMAND ${command} `
        tell(command === 3 || command === 22 ? `${name}${text.toString()}` : name)
      }
      pending = pending.subarray(4 + length)
    }
  }
}
