/** The groups that a recovery kit is written in, in the order of the sheet. */
export function listKitGroups(kit: string): string[] {
  return kit.split('-')
}

/** Which group is asked for, counted from 1: never the first or the last, and another one for another kit. */
export function chooseKitGroup(kit: string): number {
  const groups = listKitGroups(kit)
  const sum = Array.from(kit).reduce((total, character) => total + (character.codePointAt(0) ?? 0), 0)
  return 2 + (sum % (groups.length - 2))
}

/** Whether what was typed is that group, as forgivingly as the kit itself is read. */
export function isKitGroup(kit: string, group: number, typed: string): boolean {
  const tidy = typed.toUpperCase().replace(/[\s-]/g, '').replaceAll('O', '0').replace(/[IL]/g, '1')
  return tidy === listKitGroups(kit)[group - 1]
}
