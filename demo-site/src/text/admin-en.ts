/** What owners and admins read, in English. `admin-sv.ts` has the same keys; its type sees to it. */
export const adminEn = {
  admin: {
    clinic: 'Clinic',
    switchClinic: 'Switch',
    nav: 'Clinic',
  },
}
