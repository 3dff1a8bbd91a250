import { connect, type Socket } from 'node:net'

interface Pending {
  resolve: (value: unknown) => void
  reject: (error: MarionetteError) => void
}

/** An error that Firefox reported; `code` is WebDriver's, such as `no such window`. */
export class MarionetteError extends Error {
  readonly code: string

  constructor(code: string, message: string) {
    super(`${code}: ${message}`)
    this.code = code
  }
}

/**
 * Firefox's own remote protocol: frames of `length:json` over TCP, requests `[0, id, command, parameters]`, answers
 * `[1, id, error, result]`. It reaches what WebDriver BiDi keeps out of reach: the browser's window and its popups.
 */
export class Marionette {
  private readonly socket: Socket
  private readonly pending = new Map<number, Pending>()
  private buffer: Buffer = Buffer.alloc(0)
  private last = 0
  private greeted: () => void = () => undefined

  private constructor(socket: Socket) {
    this.socket = socket
    socket.on('data', (data) => this.receive(data))
    socket.on('close', () => this.end('the connection was closed'))
    socket.on('error', (error) => this.end(error.message))
  }

  static async connect(port: number): Promise<Marionette> {
    const marionette = new Marionette(connect(port, '127.0.0.1'))
    await new Promise<void>((resolve, reject) => {
      marionette.greeted = resolve
      marionette.socket.once('error', reject)
    })
    return marionette
  }

  send(command: string, parameters: object = {}): Promise<unknown> {
    const id = ++this.last
    const answered = new Promise<unknown>((resolve, reject) => this.pending.set(id, { resolve, reject }))
    const text = JSON.stringify([0, id, command, parameters])
    this.socket.write(`${Buffer.byteLength(text)}:${text}`)
    return answered
  }

  close(): void {
    this.socket.destroy()
  }

  private receive(data: Buffer): void {
    this.buffer = Buffer.concat([this.buffer, data])
    for (;;) {
      const colon = this.buffer.indexOf(':')
      const end = colon + 1 + Number(this.buffer.toString('latin1', 0, Math.max(colon, 0)))
      if (colon < 0 || this.buffer.length < end) return
      const message: unknown = JSON.parse(this.buffer.toString('utf8', colon + 1, end))
      this.buffer = this.buffer.subarray(end)
      if (Array.isArray(message))
        this.answer(message as [number, number, { error: string; message: string } | null, unknown])
      else this.greeted()
    }
  }

  private answer([, id, error, result]: [
    number,
    number,
    { error: string; message: string } | null,
    unknown,
  ]): void {
    const waiting = this.pending.get(id)
    this.pending.delete(id)
    if (error) waiting?.reject(new MarionetteError(error.error, error.message))
    else waiting?.resolve(result)
  }

  private end(reason: string): void {
    for (const { reject } of this.pending.values()) reject(new MarionetteError('disconnected', reason))
    this.pending.clear()
  }
}
