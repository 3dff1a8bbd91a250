import type { Site } from '../site.ts'
import type { Stage } from '../stage.ts'
import type { Desk } from '../steps/desk.ts'
import type { StoryStep } from '../steps/story.ts'

/** Who and what chapters hand on to each other, in one browser. */
export interface Cast {
  /** The owner of Harbour Physio, once she has turned it on. */
  owner: Desk | null
  /** The sites of two countries, while their chapter is told. */
  countries: { uk: Site; au: Site } | null
  /** The link of the mail that was read last. */
  link: string
  /** A picture that somebody took, as base64. */
  letter: string
}

/** A step that may use what the chapters before it have left. */
export interface ChapterStep extends Omit<StoryStep, 'run'> {
  /** Height of the page in the picture, in CSS pixels; 800 without it. */
  height?: number
  /** Width of the page in the picture, in CSS pixels; 1280 without it. */
  width?: number
  run(stage: Stage, cast: Cast): Promise<string>
}

/** A part of the story, with pictures of its own. */
export interface Chapter {
  /** Names the folder of its pictures. */
  name: string
  title: string
  /** What a reader should know before the pictures. */
  about: string
  /** The language of the browser; English without it. */
  locale?: 'sv'
  steps: readonly ChapterStep[]
}

/** The owner's desk, which an earlier chapter has opened. */
export function ownerOf({ owner }: Cast): Desk {
  if (!owner) throw new Error('The owner has not come in yet.')
  return owner
}
