import { type Expression, parseSync, type TSImportType, Visitor } from 'oxc-parser'

/** One import of a source file, of whatever form. */
export interface Import {
  /** What is imported, as written; null where it is computed, so that nobody can tell. */
  specifier: string | null
  /** Only types: nothing of it is left at run time. */
  typeOnly: boolean
}

/** Every import, re-export, dynamic import, type import and `new URL(…, import.meta.url)` of a TypeScript source. */
export function readImports(path: string, source: string): Import[] {
  const { program, errors } = parseSync(path, source)
  if (errors.length > 0) throw new SyntaxError(`${path}: ${errors[0]?.message}`)
  const imports: Import[] = []
  const add = (specifier: string | null, typeOnly: boolean) => imports.push({ specifier, typeOnly })
  new Visitor({
    ImportDeclaration(node) {
      const entries = node.specifiers
      const onlyTypes =
        entries.length > 0 &&
        entries.every((entry) => entry.type === 'ImportSpecifier' && entry.importKind === 'type')
      add(node.source.value, node.importKind === 'type' || onlyTypes)
    },
    ExportAllDeclaration(node) {
      add(node.source.value, node.exportKind === 'type')
    },
    ExportNamedDeclaration(node) {
      if (!node.source) return
      const onlyTypes =
        node.specifiers.length > 0 && node.specifiers.every((one) => one.exportKind === 'type')
      add(node.source.value, node.exportKind === 'type' || onlyTypes)
    },
    ImportExpression(node) {
      add(readText(node.source), false)
    },
    TSImportType(node: TSImportType) {
      add(node.source.value, true)
    },
    NewExpression(node) {
      const [target, base] = node.arguments
      if (node.callee.type !== 'Identifier' || node.callee.name !== 'URL' || !target || !base) return
      if (target.type === 'SpreadElement' || base.type !== 'MemberExpression') return
      if (base.object.type === 'MetaProperty') add(readText(target), false)
    },
  }).visit(program)
  return imports
}

function readText(node: Expression): string | null {
  return node.type === 'Literal' && typeof node.value === 'string' ? node.value : null
}
