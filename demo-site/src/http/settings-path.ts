/** The page of a person's own two-factor authentication; everything that can be changed there is below it. */
export const twoFactorSettings = '/settings/two-factor'
