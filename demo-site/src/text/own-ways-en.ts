/** For who was let in once and wants to use what they had before, in English. `own-ways-sv.ts` has the same keys. */
export const ownWaysEn = {
  ownWays: {
    factor: 'I have my app or phone after all',
    code: 'I have a recovery code',
    held: (when: string) =>
      `Your apps and phone numbers from before can’t be used now: a mailed code was entered already, and a new app is being set up. If that comes to nothing, they work again ${when}.`,
    heldUseCode: (when: string) =>
      `Your apps and phone numbers can’t be used now: you were let in without them, and a new app is being set up. If that comes to nothing, they work again ${when}. Until then a recovery code will do.`,
    noneUseCode: 'Your apps and phone numbers can’t be used for this sign-in. Use a recovery code instead.',
  },
}
