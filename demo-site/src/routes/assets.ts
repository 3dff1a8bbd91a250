import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { Hono } from 'hono'
import { etag } from 'hono/etag'
import type { SiteEnv } from '../http/site.ts'

/** One style sheet for the browser, a file for each concern. What comes later wins over what comes before. */
const styles = [
  'tokens.css',
  ...['base', 'buttons', 'frame', 'forms', 'content', 'tables', 'set-up', 'print'].map(
    (name) => `styles/${name}.css`,
  ),
]

const files = {
  'styles.css': { type: 'text/css; charset=utf-8', parts: styles },
  'enhance.js': { type: 'text/javascript; charset=utf-8', parts: ['enhance.js'] },
  'mark.svg': { type: 'image/svg+xml', parts: ['mark.svg'] },
}

/** The files that pages load: a fixed list, read once, so that no path can lead out of the folder. */
export function assetRoutes(): Hono<SiteEnv> {
  const routes = new Hono<SiteEnv>()
  for (const [name, { type, parts }] of Object.entries(files)) {
    const body = parts
      .map((part) => readFileSync(join(import.meta.dirname, '../assets', part), 'utf8'))
      .join('\n')
    routes.get(`/assets/${name}`, etag(), (c) =>
      c.body(body, 200, { 'Content-Type': type, 'Cache-Control': 'no-cache' }),
    )
  }
  return routes
}
