import type { Stage } from './stage.ts'
import { swedish } from './words.ts'

/** What people read who are helped by their clinic; written out here, not taken from what is tested. */
interface ClinicWords {
  issuer: string
  why: string
  resetDone: string
  reset: string
  resetSubject: string
  becauseReset: string
  becauseRecovered: string
  proofSubject: string
  mailedCode: string
  recoveryLink: string
  sendLink: string
  linkOnItsWay: string
  linkSubject: string
  cardDigits: string
  cardName: string
  askRecovery: string
  asked: string
  requestedSubject: string
  reviews: string
  reason: string
  approve: string
  approved: RegExp
  approvedSubject: string
  halfWaySubject: string
  readySubject: string
  complete: string
  completed: string
  completedSubject: string
  nothingToReview: string
  callOff: string
  calledOff: string
  calledOffSubject: string
}

const english: ClinicWords = {
  issuer: 'Harbour Practice',
  why: 'Why',
  reset: 'Reset',
  resetDone: 'It was reset, and they were told by mail. At the next sign-in they set up a new app.',
  resetSubject: 'Your two-factor authentication was reset',
  becauseReset: 'An admin has reset your two-factor authentication.',
  becauseRecovered: 'Your account recovery is complete.',
  proofSubject: 'Your code for signing in',
  mailedCode: 'Code from the mail',
  recoveryLink: 'I have lost the app or phone and the recovery codes',
  sendLink: 'Send the link',
  linkOnItsWay: 'a link is on its way to it',
  linkSubject: 'Your link to account recovery',
  cardDigits: 'Last four digits of the card',
  cardName: 'Name on the card',
  askRecovery: 'Ask for account recovery',
  asked: 'You have asked for account recovery',
  requestedSubject: 'Account recovery was requested',
  reviews: 'Reviews (1)',
  reason: 'Reason',
  approve: 'Approve',
  approved: /Approved\. The waiting period for Bo Hartley ends on (.+); they are told by mail\./,
  approvedSubject: 'Your account recovery was approved',
  halfWaySubject: 'Account recovery is under way',
  readySubject: 'You can complete your account recovery',
  complete: 'Complete the recovery',
  completed: 'The account recovery is complete',
  completedSubject: 'Your account recovery is complete',
  nothingToReview: 'Nobody has asked for account recovery.',
  callOff: 'Call it off',
  calledOff: 'The account recovery is called off',
  calledOffSubject: 'The account recovery was called off',
}

const inSwedish: ClinicWords = {
  issuer: 'Harbour Practice',
  why: 'Varför',
  reset: 'Återställ',
  resetDone: 'Återställt, och personen har fått ett mejl. Vid nästa inloggning ställs en ny app in.',
  resetSubject: 'Din tvåfaktorsautentisering har återställts',
  becauseReset: 'En administratör har återställt din tvåfaktorsautentisering.',
  becauseRecovered: 'Din kontoåterställning är klar.',
  proofSubject: 'Din kod för att logga in',
  mailedCode: 'Kod från mejlet',
  recoveryLink: 'Jag har blivit av med appen eller telefonen och återställningskoderna',
  sendLink: 'Skicka länken',
  linkOnItsWay: 'är en länk på väg dit',
  linkSubject: 'Din länk till kontoåterställning',
  cardDigits: 'Kortets fyra sista siffror',
  cardName: 'Namnet på kortet',
  askRecovery: 'Be om kontoåterställning',
  asked: 'Du har bett om kontoåterställning',
  requestedSubject: 'Någon har bett om kontoåterställning',
  reviews: 'Granskning (1)',
  reason: 'Skäl',
  approve: 'Godkänn',
  approved: /Godkänd\. Väntetiden för Bo Hartley slutar (.+); beskedet går ut med mejl\./,
  approvedSubject: 'Din kontoåterställning är godkänd',
  halfWaySubject: 'En kontoåterställning pågår',
  readySubject: 'Du kan slutföra din kontoåterställning',
  complete: 'Slutför återställningen',
  completed: 'Kontoåterställningen är klar',
  completedSubject: 'Din kontoåterställning är klar',
  nothingToReview: 'Ingen har bett om kontoåterställning.',
  callOff: 'Avbryt den',
  calledOff: 'Kontoåterställningen är avbruten',
  calledOffSubject: 'Kontoåterställningen har avbrutits',
}

export function clinicWords({ words }: Stage): ClinicWords {
  return words === swedish ? inSwedish : english
}
