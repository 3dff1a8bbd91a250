/** Inviting somebody to a clinic, and being invited, in English. */
export const invitationEn = {
  invite: {
    title: 'Invite a member',
    lead: (clinic: string) =>
      `We send a link to their address. It works once, for seven days, and leads to ${clinic} for whoever can read that mail.`,
    name: 'Name',
    nameMissing: 'Enter the name by which the clinic knows them.',
    nameTooLong: (count: number) => `A name has at most ${count} characters here. Shorten it.`,
    roleMissing: 'Choose a role.',
    practitionerAccess: 'Practitioner access',
    practitionerYes: 'Sees clients and reads their notes',
    practitionerAbout: 'A practitioner gets it in any case; an owner or an admin only when this is ticked.',
    submit: 'Send the invitation',
    isMember: 'Somebody with that address is a member of the clinic already.',
    tooMany: (from: string) =>
      `Too many invitations were sent. Nothing was lost; you can send more from ${from}.`,
  },
  invitation: {
    title: (clinic: string) => `Join ${clinic}`,
    lead: (inviter: string, clinic: string, role: string) =>
      `${inviter} has invited you to ${clinic}, as: ${role}.`,
    required: (clinic: string, from: string | null) =>
      `${from === null ? '' : `From ${from} `}${clinic} requires two-factor authentication: besides your password, a code from your app or by SMS.`,
    atOnce: 'If you don’t have it yet, you set it up as soon as you have joined.',
    grace: (days: number, isAhead: boolean, sooner: string) => {
      const time = days === 1 ? '1 day' : `${days} days`
      const ahead = days === 0 ? 'until then to set it up' : `${time} from then to set it up`
      return `If you don’t have it yet, you have ${isAhead ? ahead : `${time} to set it up once you have joined`}${sooner}.`
    },
    sooner: ', unless another clinic of yours requires it sooner',
    newLead: (address: string) =>
      `Choose a password for ${address}. Then you sign in with that address and the password.`,
    name: 'Your name',
    password: 'Password',
    submit: 'Make my account',
    signInLead: (address: string) => `You have an account already. Sign in as ${address} to join.`,
    signIn: 'Sign in',
    joinLead: (name: string) => `You are signed in as ${name}.`,
    join: 'Join the clinic',
    otherPerson: (theirs: string, yours: string) =>
      `The invitation was sent to ${theirs}, and you are signed in as ${yours}. Sign out first; then open the link in the mail again.`,
    deadTitle: 'This invitation no longer works',
    dead: 'It was used already, withdrawn, or its seven days are over. Nothing was changed. If you have joined already, sign in. If not, ask whoever the mail says invited you: a new invitation takes them a minute.',
    lapsed: (clinic: string, address: string) =>
      `Its seven days are over, and nothing was changed. We can mail a new link to ${clinic} to ${address}.`,
    ended: (address: string) =>
      `It was used, withdrawn or replaced, or its time is over. Nothing was changed. If you have joined already, sign in. If not, we can tell the clinic that ${address} asks for a new invitation.`,
    askAnew: 'Ask for a new invitation',
    passedOnTitle: 'We have passed it on',
    passedOn:
      'If a newer invitation still holds, a new link to it is on its way. If not, the clinic hears that you ask for one, unless you are a member already. Either happens once a day at most, and the invitation comes to the address that was invited, and to no other.',
    sendAgain: 'Mail me a new link',
    againTitle: 'Look into your mail',
    again:
      'If the clinic still expects you, a new link is on its way to the address that was invited. It works for seven days.',
    subject: (clinic: string) => `You are invited to ${clinic}`,
    mail: (inviter: string, clinic: string, site: string) =>
      `${inviter} invites you to ${clinic} at ${site}. Open this page to join; with an account you sign in there, without one you make it:`,
    notExpected: 'If you know nothing of this, do nothing: nobody joins without the link.',
    accountMade: 'Your account is made. Sign in with your address and your password.',
  },
}
