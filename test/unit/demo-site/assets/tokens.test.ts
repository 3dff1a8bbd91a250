import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { assetRoutes } from '../../../../demo-site/src/routes/assets.ts'

const styles = 'demo-site/src/assets/styles'
const styleFiles = readdirSync(styles)

function readTokens(path: string): string[] {
  const css = readFileSync(path, 'utf8')
  return [...css.matchAll(/^\s*(--[\w-]+:[^;]+);/gm)].map((match) => match[1]?.replaceAll(/\s+/g, ' ') ?? '')
}

describe('the look of the demo site', () => {
  it('has the tokens of the extension, by name and by value', () => {
    const tokens = readTokens('demo-site/src/assets/tokens.css')
    expect(tokens).toEqual(readTokens('extension/src/ui/tokens.css'))
    expect(tokens.length).toBeGreaterThan(8)
  })

  it('uses no colour but those of the tokens, and white behind the QR code', () => {
    const css = styleFiles.map((name) => readFileSync(join(styles, name), 'utf8')).join('')
    expect(css.match(/#[0-9a-f]{3,8}\b|rgba?\(|hsla?\(|oklch\(/g)).toEqual(['#fff'])
  })

  it('reaches the browser whole, in one style sheet', async () => {
    const served = await (await assetRoutes().request('/assets/styles.css')).text()
    const missing = [
      ...styleFiles.map((name) => join(styles, name)),
      'demo-site/src/assets/tokens.css',
    ].filter((path) => !served.includes(readFileSync(path, 'utf8')))
    expect(missing).toEqual([])
  })
})
