import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'

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
    const css = readFileSync('demo-site/src/assets/styles.css', 'utf8')
    expect(css.match(/#[0-9a-f]{3,8}\b|rgba?\(|hsla?\(|oklch\(/g)).toEqual(['#fff'])
  })
})
