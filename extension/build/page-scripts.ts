import { basename } from 'node:path'
import { build, type Plugin } from 'vite'

export interface PageScriptsOptions {
  entries: string[]
  target: string[]
  plugins: () => Plugin[]
}

/**
 * Builds each script that is injected into a page as one classic script of its own, emitted as `page/<name>.js`.
 * Imports through the extension plugin would list them as web accessible resources, which tell pages that we exist.
 */
export function pageScripts(options: PageScriptsOptions): Plugin {
  return {
    name: 'countersign:page-scripts',
    async generateBundle() {
      for (const entry of options.entries) {
        const name = basename(entry, '.ts')
        const built = await build({
          configFile: false,
          logLevel: 'warn',
          publicDir: false,
          plugins: options.plugins(),
          build: {
            write: false,
            target: options.target,
            modulePreload: false,
            lib: { entry, formats: ['iife'], name: 'countersignPageScript', fileName: () => `${name}.js` },
          },
        })
        const outputs = Array.isArray(built)
          ? built.flatMap((one) => one.output)
          : 'output' in built
            ? built.output
            : []
        const chunks = outputs.filter((output) => output.type === 'chunk')
        const [chunk] = chunks
        if (chunk === undefined || chunks.length !== 1 || chunk.imports.length > 0) {
          throw new Error(`${entry} has to become one script without imports`)
        }
        this.emitFile({ type: 'asset', fileName: `page/${name}.js`, source: chunk.code })
      }
    },
  }
}
