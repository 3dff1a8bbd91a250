import type { SeededNote, seededNotes } from './seed-content.ts'

/** The notes of a site in Sweden, by the ids of those that are written in English. */
export const seededNotesSv: Readonly<
  Record<(typeof seededNotes)[number]['id'], Pick<SeededNote, 'client' | 'title' | 'paragraphs'>>
> = {
  'note-1041': {
    client: 'Margareta Ekström',
    title: 'Vänster knä, vecka sex efter operation',
    paragraphs: [
      'Går utan käpp inomhus sedan i söndags. Böjer 110 grader, sträcker fullt. Mindre svullen än förra veckan, ingen värme.',
      'Trappor fortfarande ett steg i taget, värst nedför på kvällen. Vi lade till långsamma steg ned från 10 cm, två gånger åtta, varannan dag.',
      'Hon oroar sig för resan till dottern i mars. Nästa mål är en halvtimmes promenad på plan mark. Återbesök om två veckor.',
    ],
  },
  'note-1038': {
    client: 'Tomas Okafor',
    title: 'Ländrygg, första besöket',
    paragraphs: [
      'Ont lågt på höger sida i tre veckor, började efter en flytt. Ingen domning, ingen svaghet, sover hela natten. Värre efter en timme i bilen.',
      'Rör sig stelt men jämnt. Inget som kräver röntgen. Gick igenom vad en sådan sträckning innebär och hur länge den brukar sitta i.',
      'Hemma: korta promenader morgon och kväll, två rörlighetsövningar, pauser på vägen till jobbet. Han vill helst slippa tabletter.',
    ],
  },
  'note-1035': {
    client: 'Priya Nair',
    title: 'Axel, tillbaka i bassängen',
    paragraphs: [
      'Full rörlighet över huvudet utan smärta för första gången sedan augusti. Höger är ungefär nio tiondelar så stark som vänster.',
      'Simmade 400 m i onsdags, lugnt, ingen värk dagen efter. Ökar med 200 m i veckan så länge det håller. Fortsätter med gummibandet.',
    ],
  },
  'note-1029': {
    client: 'Göran Vikström',
    title: 'Balans, månadskontroll',
    paragraphs: [
      'Nära att falla en gång i trädgården, tog emot sig mot staketet. Står nio sekunder på vardera benet, sex förra månaden.',
      'Hans fru har satt upp ett räcke vid baktrappan. Gör övningarna de flesta dagar. Har frågat sin läkare om de nya blodtryckstabletterna; svaret kommer till oss per brev.',
    ],
  },
  'note-2017': {
    client: 'Elena Sörensen',
    title: 'Handled, efter gipset',
    paragraphs: [
      'Gipset togs bort i torsdags. Stel åt alla håll, svagt grepp, huden fin. Rädd för att använda handen; vi började med varmt vatten och en svamp.',
      'Skriver med båda händerna i tio minuter åt gången. Lättare hushållsarbete går bra, inga lyft tyngre än en full vattenkokare till nästa besök.',
    ],
  },
  'note-2012': {
    client: 'Daniel Abara',
    title: 'Löpning, foten stukad två gånger',
    paragraphs: [
      'Stukad för andra gången på samma sida inom ett år. Svullnaden borta, kan hoppa på stället, inte i sidled än.',
      'Förklarade varför foten viker sig och varför bara vila inte hjälper. Balansplatta varje dag, löpning på plan mark från vecka tre.',
    ],
  },
}
