import { isOther, type Place } from '../core/findings.ts'
import { Name } from '../ui/names.tsx'
import { Sentence } from '../ui/sentence.tsx'
import { say } from '../ui/words.ts'

/** Says where a code was read, where that is not what the person has before their eyes. */
export function PlaceLine({ place }: { place: Place }) {
  if (place.kind === 'page') return <p class="soft">{say('placePage')}</p>
  if (isOther(place)) return <p class="caution">{say('placeInstead')}</p>
  if (place.kind !== 'file') return null
  return (
    <p class="soft">
      <Sentence id="placeFile" values={[<Name key="name">{place.name}</Name>]} />
    </p>
  )
}
