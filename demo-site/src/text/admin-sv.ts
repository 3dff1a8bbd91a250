import type { adminEn } from './admin-en.ts'

/** Det som ägare och administratörer läser, på svenska. Samma nycklar som `admin-en.ts`. */
export const adminSv: typeof adminEn = {
  admin: {
    clinic: 'Mottagning',
    switchClinic: 'Byt',
    nav: 'Mottagning',
  },
}
