import { expect, it } from 'vitest'
import { findGuess } from '../../../../demo-site/src/auth/guessable-password.ts'

const owner = {
  address: 'anna@harbour.example',
  name: 'Anna Lindqvist-Öst',
  siteName: 'Harbour Practice (UK)',
}

it.each([
  ...[
    'password',
    'Passw0rd!',
    'password12',
    'PASSWORD-2026',
    'passwordpassword',
    'my password',
    'lösenord123',
  ],
  ...[
    '12345678',
    '123456789012345',
    '1234567890123456789012',
    '87654321',
    '1234-5678',
    '00000000',
    'aaaaaaaaaaaaaaa',
  ],
  ...['abcabcabcabcabcabc', 'qwertyuiop', 'poiuytrewq', '1qaz2wsx3edc', 'qwertyqwertyqwerty', 'asdfghjklöä'],
  ...[
    'Sommar2026',
    'ILoveYou!!',
    'welcome welcome welcome',
    'dragon monkey 123',
    '!!!!!!!!!!!!!!!!',
    'ｐａｓｓｗｏｒｄ',
  ],
])('counts %s among those that everybody tries', (password) => {
  expect(findGuess(password, owner)).toBe('common')
})

it.each([
  ...[
    'anna@harbour.example',
    'ANNA@HARBOUR.EXAMPLE1',
    'Anna Lindqvist-Öst',
    'lindqvist-1987',
    'tsil annalindqvist',
  ],
  ...['harbourpractice', 'Harbour Practice 2026', 'anna-password-harbour'],
])('counts %s among those that whoever knows her tries', (password) => {
  expect(findGuess(password, owner)).toBe('personal')
})

it.each([
  ...[
    'four quiet lanterns',
    'harbour-demo-2026',
    'seven slow ferries at dusk',
    'eight888',
    'a1!b2?c3',
    '!"#¤%&/()=?*',
  ],
  ...[
    'correct horse battery staple',
    'anna åt fyra gröna stolar',
    '73198264',
    'tkwzmrpt',
    '海辺の静かな四つの灯台',
  ],
])('lets %s pass', (password) => {
  expect(findGuess(password, owner)).toBeNull()
})
