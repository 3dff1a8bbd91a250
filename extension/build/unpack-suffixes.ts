/** The tables of `tldts`: nodes with flags, and between them edges with labels, those of one node in a row by hash. */
export interface SuffixTrie {
  nodeFlags: ArrayLike<number>
  /** By node, and one more: where its edges begin. */
  edgeStart: ArrayLike<number>
  edgeChild: ArrayLike<number>
  edgeLength: Iterable<number> & ArrayLike<number>
  /** All labels without anything between them. */
  labelText: string
  rulesRoot: number
  exceptionsRoot: number
}

/** Makes the tables from texts. Its own text becomes part of the package, so it may use nothing from outside itself. */
export function unpackSuffixes(rules: string, exceptions: string): SuffixTrie {
  type Node = { flag: number; labels: string[]; children: Node[] }
  let text = ''
  let at = 0
  const readNode = (): Node => {
    const node: Node = { flag: 1, labels: [], children: [] }
    if (text[at] === '?' || text[at] === '!') node.flag = text[at++] === '!' ? 2 : 0
    if (text[at] !== '(') return node
    while (text[at] !== ')') {
      const start = ++at
      while (at < text.length && !',()?!'.includes(text.charAt(at))) at++
      node.labels.push(text.slice(start, at))
      node.children.push(readNode())
    }
    at++
    return node
  }
  const readAll = (whole: string): Node => {
    text = whole
    at = 0
    return readNode()
  }
  const hash = (label: string) => {
    let value = 5381
    for (let index = label.length - 1; index >= 0; index--) value = (value * 33) ^ label.charCodeAt(index)
    return value >>> 0
  }
  const nodes = [readAll(rules), readAll(exceptions)]
  const [nodeFlags, edgeStart, edgeChild, edgeLength] = [[], [], [], []] as number[][] as [
    number[],
    number[],
    number[],
    number[],
  ]
  let labelText = ''
  // The list grows while it is walked: children come after all that were known before.
  for (const node of nodes) {
    nodeFlags.push(node.flag)
    edgeStart.push(edgeChild.length)
    const order = node.labels.map((label, index) => ({ label, index, hash: hash(label) }))
    for (const { label, index } of order.sort((left, right) => left.hash - right.hash)) {
      labelText += label
      edgeLength.push(label.length)
      edgeChild.push(nodes.length)
      const child = node.children[index]
      if (child) nodes.push(child)
    }
  }
  edgeStart.push(edgeChild.length)
  return {
    nodeFlags: Uint8Array.from(nodeFlags),
    edgeStart: Uint32Array.from(edgeStart),
    edgeChild: Uint32Array.from(edgeChild),
    edgeLength: Uint8Array.from(edgeLength),
    labelText,
    rulesRoot: 0,
    exceptionsRoot: 1,
  }
}
