/** What a clinic requires of its members, in English. */
export const policyEn = {
  clinicPolicy: {
    title: (clinic: string) => `Two-factor policy of ${clinic}`,
    lead: 'What the clinic asks of its members. Where somebody belongs to several clinics, the strictest one wins.',
    now: 'In force now',
    none: 'The clinic has set nothing of its own: two-factor authentication is up to each member.',
    saved: 'The policy is saved. It is in force now.',
    change: 'Change the policy',
    changeTitle: 'Change the two-factor policy',
    changeLead: 'Before anything is saved you see whom it concerns.',
    who: 'Who has to use two-factor authentication',
    nobody: 'Nobody has to',
    everyone: 'Everyone',
    roles: 'Some roles',
    whichRoles: 'Roles that have to use it (when “Some roles” is chosen)',
    requiredOf: (roles: string) => `Required of: ${roles}`,
    grace: 'Days of grace',
    graceHint:
      'From 0 to 365. They run from the first sign-in at which it is required of somebody, or from when they joined the clinic if that is later.',
    graceDays: (count: number) =>
      count === 0
        ? 'None: it is set up at the next sign-in'
        : `${count === 1 ? '1 day' : `${count} days`} from the first sign-in at which it is required`,
    graceTime: 'Time to set it up',
    begins: 'Begins',
    from: 'Not before',
    fromHint: 'A date, or nothing for at once.',
    atOnce: 'At once',
    methods: 'Methods that members may use',
    methodsAll: 'App and SMS',
    computers: 'Trusted computers',
    computersUsual: 'For everyone but owners and admins',
    computersAll: 'For everyone',
    computersNone: 'For nobody',
    whoMissing: 'Choose who has to. Nothing was saved.',
    rolesMissing: 'Choose at least one role. Nothing was saved.',
    graceWrong: 'Enter a whole number from 0 to 365. Nothing was saved.',
    fromWrong: 'Enter a date as year, month and day, such as 2027-01-31, or nothing. Nothing was saved.',
    methodsMissing: 'Choose at least one. Nothing was saved.',
    smsNotSent: 'This site sends no SMS, so nobody could sign in. Allow the app too. Nothing was saved.',
    computersMissing: 'Choose one of the three. Nothing was saved.',
    showEffect: 'Show whom it concerns',
    previewTitle: 'Whom the policy concerns',
    previewLead: 'Nothing is saved yet.',
    newPolicy: 'The new policy',
    effect: (count: number) =>
      count === 0
        ? 'It changes nothing for anybody.'
        : count === 1
          ? 'It changes something for 1 member.'
          : `It changes something for ${count} members.`,
    without: (count: number) =>
      count === 1
        ? '1 of them has no two-factor authentication yet.'
        : `${count} of them have no two-factor authentication yet.`,
    effectCaption: 'Members for whom something changes',
    before: 'Now',
    after: 'Then',
    save: 'Save the policy',
    back: 'Change it',
    meanwhile: 'Somebody has changed the policy meanwhile.',
    meanwhileBy: (name: string, when: string) =>
      `The policy was changed meanwhile: ${name} saved another one on ${when}.`,
    lookAgain: 'Nothing of yours is saved yet. Look at what would change now.',
    trusted: 'computers may be trusted',
    notTrusted: 'no trusted computers',
    only: (methods: string) => `only ${methods}`,
    goesOn: (own: string, methods: string) => `goes on with what is set up (${own}), can add only ${methods}`,
    methodsAbout:
      'This is about what members set up and are asked for from now on. Whoever has only another method goes on using it.',
  },
}
