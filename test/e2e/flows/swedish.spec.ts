import { test } from '@playwright/test'
import { STORY } from '../steps/story.ts'
import { expectStoryRecords } from '../steps/story-records.ts'
import { useStage } from '../use-stage.ts'

const stage = useStage('sv')

test('the whole story can be told in Swedish', { tag: '@c21' }, async () => {
  for (const step of STORY) await test.step(step.name, () => step.run(stage()))
  await expectStoryRecords(stage())
})
