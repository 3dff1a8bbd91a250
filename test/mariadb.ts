import { execFileSync, spawn } from 'node:child_process'
import { chownSync, existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import mysql from 'mysql2/promise'
import { findFreePort, waitUntilReady } from './server-process.ts'

/** A MariaDB server of one's own, gone when it is stopped. */
export interface MariadbServer {
  /** Connection string of the server, without a database. */
  url: string
  /** Creates an empty database and returns its connection string. */
  createDatabase(name: string): Promise<string>
  /** Ends the server and deletes its files. */
  stop(): Promise<void>
}

/**
 * Starts the machine's MariaDB on a free port of 127.0.0.1, its files in a temporary folder. `npm test` installs it where
 * it is missing.
 */
export async function startMariadb(): Promise<MariadbServer> {
  const [daemon, installer] = [find('mariadbd'), find('mariadb-install-db')]
  const folder = mkdtempSync(join(tmpdir(), 'countersign-mariadb-'))
  // As root it becomes the user that the package brings.
  const user = process.getuid?.() === 0 ? ['--user=mysql'] : []
  if (user.length > 0) {
    const id = (flag: string) => Number(execFileSync('id', [flag, 'mysql'], { encoding: 'utf8' }))
    chownSync(folder, id('-u'), id('-g'))
  }
  const data = join(folder, 'data')
  const install = [...user, `--datadir=${data}`, '--auth-root-authentication-method=normal', '--skip-test-db']
  execFileSync(installer, ['--no-defaults', ...install], { stdio: 'pipe' })

  const port = await findFreePort()
  const settings = [
    `--datadir=${data}`,
    `--socket=${join(folder, 'socket')}`,
    `--port=${port}`,
    '--bind-address=127.0.0.1',
    '--skip-name-resolve',
    '--max-connections=400',
    '--innodb-flush-log-at-trx-commit=0',
    '--innodb-buffer-pool-size=64M',
  ]
  const server = spawn(daemon, ['--no-defaults', ...user, ...settings], {
    stdio: ['ignore', 'ignore', 'pipe'],
  })
  const kill = () => server.kill('SIGKILL')
  process.once('exit', kill)
  try {
    await waitUntilReady(server, 'MariaDB', 'ready for connections')
  } catch (error) {
    kill()
    rmSync(folder, { recursive: true, force: true })
    throw error
  }

  // A server that goes down in the middle of the tests says why.
  let log = ''
  server.stderr?.on('data', (chunk: Buffer) => {
    log = `${log}${chunk.toString()}`.slice(-12000)
  })
  const tellOfEnd = (code: number | null, signal: string | null) =>
    console.error(`MariaDB ended by itself (${signal ?? code}):\n${log}`)
  server.once('exit', tellOfEnd)

  const url = `mysql://root@127.0.0.1:${port}`
  return {
    url,
    async createDatabase(name) {
      const client = await mysql.createConnection({ uri: url })
      try {
        await client.query(`CREATE DATABASE ${client.escapeId(name)}`)
      } finally {
        await client.end()
      }
      return `${url}/${name}`
    },
    async stop() {
      process.off('exit', kill)
      server.off('exit', tellOfEnd)
      if (server.exitCode === null && server.signalCode === null) {
        await new Promise<void>((resolve) => {
          server.once('exit', () => resolve())
          server.kill('SIGTERM')
        })
      }
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

function find(name: string): string {
  const chosen = process.env.COUNTERSIGN_MARIADBD
  if (name === 'mariadbd' && chosen) return chosen
  const path = [...(process.env.PATH ?? '').split(':'), '/usr/sbin', '/usr/local/sbin', '/opt/homebrew/bin']
    .map((folder) => join(folder, name))
    .find((candidate) => existsSync(candidate))
  if (path === undefined)
    throw new Error(`${name} is not installed: install MariaDB (Debian: apt-get install mariadb-server)`)
  return path
}
