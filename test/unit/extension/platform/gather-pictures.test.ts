import { expect, it } from 'vitest'
import { gatherPictures } from '../../../../extension/src/platform/gather-pictures.ts'

const part = (pictures: string[], isWhole: boolean, more = {}) => ({
  pictures,
  unreadable: 0,
  isCut: false,
  isWhole,
  ...more,
})

/** A page that gives these answers one by one, and then is busy for ever. */
function answer(...answers: unknown[]) {
  const left = [...answers]
  const ask = async () => (left.length > 0 ? left.shift() : new Promise(() => {}))
  return { ask, left }
}

it('the parts are put together until one is the last', async () => {
  const { ask, left } = answer(
    part(['a'], false),
    part(['b', 'c'], true, { unreadable: 2 }),
    part(['d'], true),
  )
  expect(await gatherPictures(ask, 5000)).toEqual({
    status: 'read',
    pictures: ['a', 'b', 'c'],
    unreadable: 2,
    isCut: false,
  })
  expect(left).toHaveLength(1)
})

it('what came before a picture that takes too long is not lost', async () => {
  const { ask } = answer(part(['a'], false))
  expect(await gatherPictures(ask, 20)).toEqual({
    status: 'read',
    pictures: ['a'],
    unreadable: 0,
    isCut: true,
  })
})

it('a page that never hands anything over gives no answer', async () => {
  expect(await gatherPictures(answer().ask, 20)).toEqual({ status: 'no_answer' })
})

it.each([
  ['another page', { status: 'moved' }, 'moved'],
  ['no script', null, 'not_allowed'],
  ['other things than pictures', part([1] as never, true), 'not_allowed'],
  [
    'more than was agreed on',
    part(
      Array.from({ length: 60 }, () => 'a'),
      true,
    ),
    'not_allowed',
  ],
])('%s after a part counts for all of it', async (_what, last, status) => {
  const { ask } = answer(
    part(
      Array.from({ length: 40 }, () => 'a'),
      false,
    ),
    last,
  )
  expect(await gatherPictures(ask, 5000)).toEqual({ status })
})
