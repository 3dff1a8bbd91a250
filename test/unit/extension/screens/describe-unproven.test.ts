import { beforeEach, expect, it } from 'vitest'
import { describeNoPasskey, describeUnproven } from '../../../../extension/src/screens/describe-unproven.ts'
import { speak } from '../ui/speak.ts'

beforeEach(() => speak('en'))

it.each([
  ['password', 'Wrong password. Nothing was changed. Try again.'],
  [
    'recovery_kit',
    'This is the recovery kit of another vault, or one that was replaced. Nothing was changed.',
  ],
] as const)('says that a %s was wrong, and that nothing was changed', (kind, sentence) => {
  expect(describeUnproven({ status: 'wrong' }, kind, 'en')).toBe(sentence)
})

it('says where a kit is mistyped, and how many characters it has', () => {
  const describe = (...groups: number[]) => describeUnproven({ status: 'typo', groups }, 'recovery_kit', 'en')
  expect(describe(3)).toBe('Something is mistyped in group 3. Nothing was changed.')
  expect(describe(1, 3, 8)).toBe('Something is mistyped in groups 1, 3, and 8. Nothing was changed.')
  const short = { status: 'wrong_length', typed: 39, expected: 40 } as const
  expect(describeUnproven(short, 'recovery_kit', 'en')).toMatch(/has 40 characters; there are 39/)
})

it('calls nothing wrong that was not looked at, or not given', () => {
  for (const language of ['en', 'sv'] as const) {
    speak(language)
    const said = [
      describeUnproven({ status: 'wait', until: 1 }, 'password', language),
      describeNoPasskey({ status: 'declined' }),
      describeNoPasskey({ status: 'no_secret' }),
      describeUnproven({ status: 'wrong' }, 'passkey', language),
    ]
    expect(new Set(said).size).toBe(said.length)
    for (const sentence of said) expect(sentence).toMatch(/\.$/)
  }
})
