import type { policyEn } from './policy-en.ts'

/** Vad en mottagning kräver av sina medlemmar, på svenska. */
export const policySv: typeof policyEn = {
  clinicPolicy: {
    title: (clinic) => `Tvåfaktors\u00adpolicy för ${clinic}`,
    lead: 'Vad mottagningen begär av sina medlemmar. För den som hör till flera mottagningar gäller den strängaste.',
    now: 'Gäller nu',
    none: 'Mottagningen har inte bestämt något eget: tvåfaktorsautentisering är upp till var och en.',
    saved: 'Policyn är sparad. Den gäller nu.',
    change: 'Ändra policyn',
    changeTitle: 'Ändra tvåfaktors\u00adpolicyn',
    changeLead: 'Innan något sparas får du se vilka det berör.',
    who: 'Vilka som måste använda tvåfaktorsautentisering',
    nobody: 'Ingen måste',
    everyone: 'Alla',
    roles: 'Vissa roller',
    whichRoles: 'Roller som måste använda den (när ”Vissa roller” är valt)',
    requiredOf: (roles) => `Krävs av: ${roles}`,
    grace: 'Dagar att ställa in den på',
    graceHint:
      'Från 0 till 365. De räknas från den första inloggningen då den krävs av någon, eller från att personen gick med i mottagningen om det är senare.',
    graceDays: (count) =>
      count === 0
        ? 'Ingen: den ställs in vid nästa inloggning'
        : `${count === 1 ? '1 dag' : `${count} dagar`} från den första inloggningen då den krävs`,
    graceTime: 'Tid att ställa in den',
    begins: 'Börjar gälla',
    from: 'Inte före',
    fromHint: 'Ett datum, eller inget för genast.',
    atOnce: 'Genast',
    methods: 'Metoder som medlemmarna får använda',
    methodsAll: 'App och sms',
    computers: 'Betrodda datorer',
    computersUsual: 'För alla utom ägare och administratörer',
    computersAll: 'För alla',
    computersNone: 'För ingen',
    whoMissing: 'Välj vilka som måste. Inget har sparats.',
    rolesMissing: 'Välj minst en roll. Inget har sparats.',
    graceWrong: 'Ange ett heltal från 0 till 365. Inget har sparats.',
    fromWrong:
      'Ange ett datum som år, månad och dag, till exempel 2027-01-31, eller inget. Inget har sparats.',
    methodsMissing: 'Välj minst en. Inget har sparats.',
    smsNotSent:
      'Den här webbplatsen skickar inga sms, så ingen skulle kunna logga in. Tillåt appen också. Inget har sparats.',
    computersMissing: 'Välj ett av de tre. Inget har sparats.',
    showEffect: 'Visa vilka det berör',
    previewTitle: 'Vilka policyn berör',
    previewLead: 'Inget är sparat ännu.',
    newPolicy: 'Den nya policyn',
    effect: (count) =>
      count === 0
        ? 'Den ändrar inget för någon.'
        : count === 1
          ? 'Den ändrar något för 1 medlem.'
          : `Den ändrar något för ${count} medlemmar.`,
    without: (count) =>
      count === 1
        ? '1 av dem har ingen tvåfaktorsautentisering ännu.'
        : `${count} av dem har ingen tvåfaktorsautentisering ännu.`,
    effectCaption: 'Medlemmar som något ändras för',
    before: 'Nu',
    after: 'Sedan',
    save: 'Spara policyn',
    back: 'Ändra',
    meanwhile: 'Någon har ändrat policyn under tiden.',
    meanwhileBy: (name, when) => `Policyn har ändrats under tiden: ${name} sparade en annan den ${when}.`,
    lookAgain: 'Inget av ditt är sparat än. Se vad som skulle ändras nu.',
    trusted: 'datorer får vara betrodda',
    notTrusted: 'inga betrodda datorer',
    only: (methods) => `bara ${methods}`,
    goesOn: (own, methods) => `fortsätter med det som är inställt (${own}), kan bara lägga till ${methods}`,
    methodsAbout:
      'Det gäller det som medlemmarna ställer in och tillfrågas om från och med nu. Den som bara har en annan metod fortsätter att använda den.',
  },
}
