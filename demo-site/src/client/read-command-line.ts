/**
 * What a command was given, or null where that is not how it is called: then it says how.
 *
 * @param parse calls `parseArgs` of `node:util`
 */
export function readCommandLine<Given>(parse: () => Given): Given | null {
  try {
    return parse()
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : ''
    if (code.startsWith('ERR_PARSE_ARGS')) return null
    throw error
  }
}
