import type { Plugin } from 'vite'

const remote = /https:\/\/fastly\.jsdelivr\.net\/npm\/zxing-wasm@[\d.]+\/dist\//

/**
 * Takes the decoder's default download address out. It is never used, because the packaged file is always named; but
 * a package that holds no address to load code from needs no argument about that.
 */
export function packagedDecoder(): Plugin {
  return {
    name: 'countersign:packaged-decoder',
    transform(code, id) {
      if (!/\/zxing-wasm\/dist\/es\//.test(id) || !remote.test(code)) return null
      return { code: code.replace(remote, ''), map: null }
    },
  }
}
