import { describe, expect, it } from 'vitest'
import { searchAccounts } from '../../../../extension/src/core/search.ts'
import { makeAccount } from './make-account.ts'

const accounts = [
  makeAccount({ id: 'harbour' }),
  makeAccount({ id: 'cafe', issuer: 'Café Östra', account: 'bo', site: null }),
]
const find = (query: string) => searchAccounts(accounts, query).map(({ id }) => id)

describe('a search', () => {
  it.each([
    ['', ['harbour', 'cafe']],
    ['  ', ['harbour', 'cafe']],
    ['HARB', ['harbour']],
    ['anna practice', ['harbour']],
    ['harbour.example', ['harbour']],
    ['cafe ostra', ['cafe']],
    ['östra bo', ['cafe']],
    ['anna cafe', []],
    ['.*', []],
  ])('for "%s" finds %j', (query, ids) => {
    expect(find(query)).toEqual(ids)
  })
})
