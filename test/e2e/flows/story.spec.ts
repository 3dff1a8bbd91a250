import { test } from '@playwright/test'
import { STORY } from '../steps/story.ts'
import { expectStoryRecords } from '../steps/story-records.ts'
import { useStage } from '../use-stage.ts'

const stage = useStage()

for (const step of STORY) {
  // One step goes on where the one before it ends, so the whole story is run for each of these.
  test(step.name, { tag: ['@c1', '@c3', '@c4', '@c6'] }, async () => {
    await step.run(stage())
  })
}

test(
  'the record, the database and the mails say what has happened',
  {
    tag: ['@c1', '@c3', '@c4', '@c6'],
  },
  () => expectStoryRecords(stage()),
)
