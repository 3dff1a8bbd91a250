import { type ChildProcess, spawn } from 'node:child_process'
import { chmodSync, mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it, onTestFinished } from 'vitest'
import { createPostgresDatabase } from './databases.ts'
import { testKey } from './test-site.ts'

function start(env: Record<string, string>) {
  const dataDir = mkdtempSync(join(tmpdir(), 'countersign-demo-'))
  const server = spawn(process.execPath, ['--import', 'tsx', 'demo-site/src/server.ts'], {
    env: { PATH: process.env.PATH, DATA_DIR: dataDir, PORT: '0', ...env },
  })
  const output = { stdout: '', stderr: '' }
  server.stdout.on('data', (chunk) => (output.stdout += chunk))
  server.stderr.on('data', (chunk) => (output.stderr += chunk))
  const ended = new Promise<number | null>((done) => server.once('exit', (code) => done(code)))
  onTestFinished(async () => {
    server.kill('SIGKILL')
    await ended
    rmSync(dataDir, { recursive: true, force: true })
  })
  return { server, output, ended, dataDir }
}

function firstLine(server: ChildProcess): Promise<string> {
  return new Promise((done, fail) => {
    server.stdout?.once('data', (chunk: Buffer) => done(chunk.toString()))
    let log = ''
    server.stderr?.on('data', (chunk: Buffer) => (log += chunk))
    server.once('close', (code) => fail(new Error(`ended with ${code}: ${log}`)))
  })
}

describe('the server', () => {
  it('prints one line, answers at its address, and ends on SIGTERM', async () => {
    const { server, output, ended, dataDir } = start({ COUNTERSIGN_KEY: testKey })
    const line = await firstLine(server)
    const address = /^Countersign demo: (http:\/\/localhost:\d+)\n$/.exec(line)?.[1]
    const page = await fetch(`${address}/sign-in`)
    expect([page.status, await page.text()]).toEqual([200, expect.stringContaining('<h1>Sign in</h1>')])
    expect((await fetch(`${address}/test/outbox`)).status).toBe(404)
    server.kill('SIGTERM')
    expect(await ended).toBe(0)
    expect(output.stdout).toBe(line)
    for (const entry of output.stderr.trim().split('\n')) expect(JSON.parse(entry)).toHaveProperty('event')
    expect(readdirSync(dataDir).sort()).toEqual(['practice.db', 'two-factor.db'])
  })

  it('starts on PostgreSQL', async () => {
    const databaseUrl = await createPostgresDatabase()
    const { server, output, dataDir } = start({ COUNTERSIGN_KEY: testKey, DATABASE_URL: databaseUrl })
    expect(await firstLine(server)).toContain('Countersign demo')
    await expect.poll(() => output.stderr).toContain('"database":"postgres"')
    expect(readdirSync(dataDir)).toEqual([])
  })

  it('keeps what it has over a restart', async () => {
    const first = start({ COUNTERSIGN_KEY: testKey })
    await firstLine(first.server)
    first.server.kill('SIGINT')
    expect(await first.ended).toBe(0)
    const second = start({ COUNTERSIGN_KEY: testKey, DATA_DIR: first.dataDir })
    expect(await firstLine(second.server)).toContain('Countersign demo')
  })

  it('makes its folder and its databases readable for its own user only, those of an earlier start too', async () => {
    const parent = mkdtempSync(join(tmpdir(), 'countersign-demo-'))
    onTestFinished(() => rmSync(parent, { recursive: true, force: true }))
    const folder = join(parent, 'new', 'data')
    const before = process.umask(0o022)
    onTestFinished(() => void process.umask(before))
    const modes = () =>
      ['', ...readdirSync(folder)].sort().map((name) => [name, statSync(join(folder, name)).mode & 0o777])
    const first = start({ COUNTERSIGN_KEY: testKey, DATA_DIR: folder })
    await firstLine(first.server)
    expect(modes()).toContainEqual(['practice.db-wal', 0o600])
    expect(modes()).toEqual(modes().map(([name]) => [name, name === '' ? 0o700 : 0o600]))
    first.server.kill('SIGTERM')
    await first.ended
    for (const name of readdirSync(folder)) chmodSync(join(folder, name), 0o644)
    const second = start({ COUNTERSIGN_KEY: testKey, DATA_DIR: folder })
    await firstLine(second.server)
    expect(modes()).toEqual(modes().map(([name]) => [name, name === '' ? 0o700 : 0o600]))
  })

  it.each([
    [
      'PostgreSQL that does not answer',
      { DATABASE_URL: 'postgres://who:hush-hush@127.0.0.1:9/x' },
      'ECONNREFUSED',
    ],
    ['a folder that can’t be made', { DATA_DIR: '/dev/null/data' }, 'ENOTDIR'],
    ['a folder that can’t be written to', { DATA_DIR: '/proc/self' }, 'DATA_DIR'],
  ])('ends with one plain sentence for %s', async (_name, env, reason) => {
    const { output, ended } = start({ COUNTERSIGN_KEY: testKey, ...env } as Record<string, string>)
    expect(await ended).toBe(1)
    expect(output.stderr).toMatch(/^The demo site can't start\.\n- [^\n]+\.\n$/)
    expect(output.stderr).toContain(reason)
    expect(output.stderr).not.toMatch(/^\s+at |hush-hush/m)
    expect(output.stdout).toBe('')
  })

  it('shares an empty folder with another one that starts at the same moment', async () => {
    const first = start({ COUNTERSIGN_KEY: testKey })
    const second = start({ COUNTERSIGN_KEY: testKey, DATA_DIR: first.dataDir })
    const lines = await Promise.all([firstLine(first.server), firstLine(second.server)])
    expect(lines).toEqual([
      expect.stringContaining('Countersign demo'),
      expect.stringContaining('Countersign demo'),
    ])
  })

  it.each([
    ['without a key', {}, 'COUNTERSIGN_KEY is missing'],
    ['with a short key', { COUNTERSIGN_KEY: 'c2hvcnQ=' }, 'COUNTERSIGN_KEY is too short'],
    [
      'with test controls in production',
      {
        COUNTERSIGN_KEY: testKey,
        NODE_ENV: 'production',
        COUNTERSIGN_TEST_CONTROLS: '1',
        BASE_URL: 'https://x.example',
      },
      'COUNTERSIGN_TEST_CONTROLS',
    ],
  ])('refuses to start %s, in words', async (_name, env, sentence) => {
    const { output, ended } = start(env as Record<string, string>)
    expect(await ended).toBe(1)
    expect(output.stderr).toContain(sentence)
    expect(output.stderr).not.toMatch(/^\s+at /m)
    expect(output.stdout).toBe('')
  })
})
