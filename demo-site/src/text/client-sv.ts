import type { clientEn } from './client-en.ts'

/** Det som kommandoradsklienten säger, på svenska. */
export const clientSv: typeof clientEn = {
  usage: (site) => `npm run client --workspace demo-site -- [--site ADRESS] [--locale en|sv] E-POSTADRESS

Loggar in genom API:et med lösenord och kod, och skriver ut klientanteckningarna.

  --site    var sajten finns (${site})
  --locale  språket (annars enligt LC_ALL, LC_MESSAGES eller LANG; annars en)`,
  password: (address) => `Lösenord för ${address}: `,
  code: 'Kod (eller en av dina återställningskoder): ',
  mailedCode: 'Koden från mejlet: ',
  firstCode: 'Koden som appen visar: ',
  sentTo: (number) => `En kod är på väg till ${number}.`,
  key: (secret, uri) => `Ange den här nyckeln i din app: ${secret}\nEller öppna det här i den: ${uri}`,
  recoveryCodes: 'Spara de här återställningskoderna; var och en fungerar en gång:',
  noNotes: 'Du är inloggad. Det finns inga anteckningar ännu.',
  noAccess: 'Du är inloggad. Anteckningarna är till för behandlare, och du har inte åtkomst som behandlare.',
  ended: 'Avbrutet. Du är inte inloggad.',
  nothingThere: (site) => `Inget som svarar som demosajten finns på ${site}.`,
}
