import { Hono } from 'hono'
import { expect, it } from 'vitest'
import { readForm } from '../../../../demo-site/src/http/form.ts'

it('counts a line break once, as the browser did when it let the text in', async () => {
  const app = new Hono().post('/', async (c) => c.json(await readForm(c, 'reason')))
  const typed = `${'line\n'.repeat(99)}lines`
  const read = async (reason: string) => {
    const answer = await app.request('/', { method: 'POST', body: new URLSearchParams({ reason }) })
    return ((await answer.json()) as { reason: string }).reason
  }
  expect(typed).toHaveLength(500)
  expect(await read(typed.replaceAll('\n', '\r\n'))).toBe(typed)
  expect(await read('a\rb')).toBe('a\nb')
})
