import type { ownWaysEn } from './own-ways-en.ts'

/** För den som har släppts in en gång och vill använda det som fanns förut, på svenska. */
export const ownWaysSv: typeof ownWaysEn = {
  ownWays: {
    factor: 'Jag har min app eller telefon trots allt',
    code: 'Jag har en återställningskod',
    held: (when) =>
      `Dina tidigare appar och telefonnummer går inte att använda just nu: en mejlad kod har redan angetts, och en ny app ställs in. Blir det inte av fungerar de igen ${when}.`,
    heldUseCode: (when) =>
      `Dina appar och telefonnummer går inte att använda just nu: du släpptes in utan dem, och en ny app ställs in. Blir det inte av fungerar de igen ${when}. Till dess duger en återställningskod.`,
    noneUseCode:
      'Dina appar och telefonnummer går inte att använda för den här inloggningen. Använd en återställningskod i stället.',
  },
}
