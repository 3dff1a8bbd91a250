import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join, posix } from 'node:path'
import { describe, expect, it } from 'vitest'
import { listGuidePictures } from '../e2e/chapters/guide-pictures.ts'
import { readRepositoryFile, repositoryFiles, root } from './source-files.ts'

const documents = repositoryFiles.filter((path) => path.endsWith('.md'))

describe.each(documents)('%s', (path) => {
  const text = readRepositoryFile(path).replaceAll(/^```[\s\S]*?^```/gm, '')

  it('links only to files that are there', () => {
    const missing = readTargets(text)
      .map((target) => posix.join(posix.dirname(path), target))
      .filter((target) => !existsSync(join(root, target)))

    expect(missing).toEqual([])
  })
})

it('README.md shows each picture of the tour in both browsers', () => {
  const pictures = readTargets(readRepositoryFile('README.md')).filter((target) => target.endsWith('.png'))
  const [chromium, firefox] = ['chromium', 'firefox'].map((browser) =>
    pictures.flatMap((picture) => picture.split(`docs/tour/${browser}/`).slice(1)),
  )

  expect(chromium?.length).toBeGreaterThan(0)
  expect(firefox).toEqual(chromium)
})

it('demo-site/README.md names only files that are there', () => {
  const table = readRepositoryFile('demo-site/README.md').match(/^\| `src\/.*$/gm) ?? []
  const missing = table.flatMap((row) => {
    const names = [...row.matchAll(/`([\w./-]+\.tsx?)`/g)].map((match) => match[1] ?? '')
    // A bare name stands in the folder of the row's first file, or in `src` itself.
    const folders = ['', 'src', posix.dirname(names[0] ?? '')]
    return names.filter(
      (name) => !folders.some((folder) => existsSync(join(root, 'demo-site', folder, name))),
    )
  })

  expect(table.length).toBeGreaterThan(10)
  expect(missing).toEqual([])
})

it('demo-site/README.md names every file whose routes answer requests', () => {
  const readme = readRepositoryFile('demo-site/README.md')
  const folder = 'demo-site/src/routes'
  const serving = readdirSync(join(root, folder)).filter((name) =>
    /^export function \w+Routes\(/m.test(readRepositoryFile(`${folder}/${name}`)),
  )

  expect(serving.length).toBeGreaterThan(40)
  expect(serving.filter((name) => !new RegExp(`[\`/]${name}\``).test(readme))).toEqual([])
})

it('documents of the SDK link to nothing that its package leaves out', () => {
  // What `scripts/release/sdk-package.mjs` puts beside the compiled code.
  const shipped = ['README.md', 'docs', 'migrations']
  const dead = documents
    .filter((path) => path.startsWith('sdk/'))
    .flatMap((path) =>
      readTargets(readRepositoryFile(path)).map((target) => posix.join(posix.dirname(path), target)),
    )
    .filter((target) => !shipped.some((part) => `${target}/`.startsWith(`sdk/${part}/`)))

  expect(dead).toEqual([])
})

it('guides show the pictures of the last tour, and have no others', () => {
  const guides = join(root, 'sdk/docs/guides')
  const shown = listGuidePictures(guides)
  const kept = repositoryFiles.flatMap((path) => path.split('sdk/docs/guides/pictures/').slice(1))
  const old = shown.filter((path) => {
    const [tour, own] = [join(root, 'docs/tour/chromium', path), join(guides, 'pictures', path)]
    return !readFileSync(tour).equals(readFileSync(own))
  })

  expect(shown.length).toBeGreaterThan(10)
  expect(kept.sort()).toEqual(shown)
  expect(old).toEqual([])
})

/** What links and pictures point at inside the repository, in Markdown and in HTML. */
function readTargets(text: string): string[] {
  return [...text.matchAll(/\]\(([^)\s]+)\)|\ssrc="([^"]+)"/g)]
    .map((match) => (match[1] ?? match[2] ?? '').replace(/#.*$/, ''))
    .filter((target) => target !== '' && !/^[a-z]+:/.test(target))
}
