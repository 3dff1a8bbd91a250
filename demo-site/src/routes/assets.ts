import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { Hono } from 'hono'
import { etag } from 'hono/etag'
import type { SiteEnv } from '../http/site.ts'

const types = {
  'tokens.css': 'text/css; charset=utf-8',
  'styles.css': 'text/css; charset=utf-8',
  'recovery.css': 'text/css; charset=utf-8',
  'admin.css': 'text/css; charset=utf-8',
  'security.css': 'text/css; charset=utf-8',
  'enhance.js': 'text/javascript; charset=utf-8',
  'mark.svg': 'image/svg+xml',
}

/** The files that pages load: a fixed list, read once, so that no path can lead out of the folder. */
export function assetRoutes(): Hono<SiteEnv> {
  const routes = new Hono<SiteEnv>()
  for (const [name, type] of Object.entries(types)) {
    const body = readFileSync(join(import.meta.dirname, '../assets', name), 'utf8')
    routes.get(`/assets/${name}`, etag(), (c) =>
      c.body(body, 200, { 'Content-Type': type, 'Cache-Control': 'no-cache' }),
    )
  }
  return routes
}
