import { test } from '@playwright/test'
import { STORY } from '../steps/story.ts'
import { useStage } from '../use-stage.ts'

const stage = useStage()

for (const step of STORY) {
  test(step.name, async () => {
    await step.run(stage())
  })
}
