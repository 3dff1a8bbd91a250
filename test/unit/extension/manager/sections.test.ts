import { describe, expect, it } from 'vitest'
import { readSection, sectionNames, sections } from '../../../../extension/src/manager/sections.ts'

describe('the part of the manager that an address names', () => {
  it.each(sections)('%s is gone to by its name', (section) => {
    expect(readSection(`#${section}`)).toBe(section)
    expect(sectionNames[section]).toBeTruthy()
  })

  it.each(['', '#', '#nowhere', '#__proto__', '#toString'])('is the first for %j', (hash) => {
    expect(readSection(hash)).toBe('accounts')
  })
})
