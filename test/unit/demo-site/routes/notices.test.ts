import { expect, it } from 'vitest'
import { createAdmin } from '../admins.ts'
import { createTestSite } from '../test-site.ts'

it('no page makes a notice of a name that every object has, whatever the address says', async () => {
  const site = await createTestSite()
  const { visitor, prove } = await createAdmin(site)
  await prove()
  const paths = new Set(site.app.routes.filter(({ method }) => method === 'GET').map(({ path }) => path))
  const shown = (page: string) => [page.split('class="notice').length, page.includes('[native code]')]
  let pages = 0
  for (const path of paths) {
    const own = path.replace(':clinicId', 'harbour').replace(':userId', 'anna').replace(':id', 'note-1041')
    const [plain, made] = [await visitor.get(own), await visitor.get(`${own}?notice=constructor`)]
    expect(made.status, own).toBe(plain.status)
    if (plain.status !== 200 || !plain.headers.get('content-type')?.startsWith('text/html')) continue
    expect(shown(await made.text()), own).toEqual(shown(await plain.text()))
    pages++
  }
  expect(pages).toBeGreaterThan(25)
})
