import { globSync } from 'node:fs'
import { resolve } from 'node:path'
import { crx } from '@crxjs/vite-plugin'
import { defineConfig } from 'vite'
import { compactSuffixes } from './build/compact-suffixes.ts'
import { createModuleReport } from './build/module-report.ts'
import { packagedDecoder } from './build/packaged-decoder.ts'
import { pageScripts } from './build/page-scripts.ts'
import { type Browser, targetManifest } from './build/target-manifest.ts'

const root = import.meta.dirname
const target = ['chrome123', 'firefox142']

export default defineConfig(({ mode }) => {
  const browser: Browser = mode === 'firefox' ? 'firefox' : 'chrome'
  const report = createModuleReport(resolve(root, '..'), resolve(root, `dist/${browser}`))
  const entries = globSync('src/page/*.ts', { cwd: root }).sort()
  return {
    root,
    oxc: { jsx: { runtime: 'automatic', importSource: 'preact' } },
    plugins: [
      compactSuffixes(),
      crx({ manifest: targetManifest(browser), browser }),
      pageScripts({
        entries: entries.map((entry) => resolve(root, entry)),
        target,
        plugins: () => [report.collect()],
      }),
      report.collect(),
      report.write(),
    ],
    worker: {
      format: 'es',
      plugins: () => [packagedDecoder(), report.collect()],
      rolldownOptions: { output: { comments: false } },
    },
    build: {
      outDir: `dist/${browser}`,
      emptyOutDir: true,
      target,
      modulePreload: false,
      assetsInlineLimit: 0,
      reportCompressedSize: false,
      // The report puts all licences into one file, so that scripts need not carry them.
      rolldownOptions: {
        // A page that the manifest does not name.
        input: { scan: resolve(root, 'src/scan/index.html') },
        output: { comments: false },
      },
    },
  }
})
