import { pathToFileURL } from 'node:url'
import type { Plugin } from 'vite'
import { type SuffixTrie, unpackSuffixes } from './unpack-suffixes.ts'

/**
 * Writes the public suffixes of `tldts` as one sorted text, from which the same tables are made when they are first
 * needed: a third of the size in the package.
 */
export function compactSuffixes(): Plugin {
  return {
    name: 'countersign:compact-suffixes',
    async transform(_code, id) {
      if (!/\/tldts\/dist\/es6\/src\/data\/trie\.js$/.test(id)) return null
      const trie: SuffixTrie = await import(pathToFileURL(id).href)
      const [rules, exceptions] = [writeNode(trie, trie.rulesRoot), writeNode(trie, trie.exceptionsRoot)]
      const again = unpackSuffixes(rules, exceptions)
      const same =
        writeNode(again, again.rulesRoot) === rules && writeNode(again, again.exceptionsRoot) === exceptions
      if (!same) throw new Error('The public suffixes do not come back as they were.')
      const names = 'edgeChild, edgeLength, edgeStart, exceptionsRoot, labelText, nodeFlags, rulesRoot'
      return {
        code: `${unpackSuffixes}\nexport const { ${names} } = /*#__PURE__*/ unpackSuffixes(${JSON.stringify(rules)}, ${JSON.stringify(exceptions)})`,
        map: null,
      }
    },
  }
}

const flags = ['?', '', '!']

/** `flag(label…,label…)`, where a label is followed by its own node; the labels sorted, which compresses best. */
function writeNode(trie: SuffixTrie, node: number): string {
  const { edgeStart, edgeChild } = trie
  const [first = 0, end = 0] = [edgeStart[node], edgeStart[node + 1]]
  const children = Array.from({ length: end - first }, (_, index) => first + index)
    .map((edge): [string, number] => [readLabel(trie, edge), edgeChild[edge] ?? 0])
    .toSorted(([left], [right]) => (left < right ? -1 : 1))
    .map(([label, child]) => label + writeNode(trie, child))
  return `${flags[trie.nodeFlags[node] ?? 0]}${children.length > 0 ? `(${children.join(',')})` : ''}`
}

const offsets = new WeakMap<SuffixTrie, number[]>()

function readLabel(trie: SuffixTrie, edge: number): string {
  let starts = offsets.get(trie)
  if (starts === undefined) {
    starts = [0]
    for (const length of trie.edgeLength) starts.push((starts.at(-1) ?? 0) + length)
    offsets.set(trie, starts)
  }
  return trie.labelText.slice(starts[edge], starts[edge + 1])
}
