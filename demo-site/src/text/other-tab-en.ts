/** For a form of an older tab, whose matter is not the one that this browser is at by now. */
export const otherTabEn = {
  otherTab: {
    title: 'Another page was opened here since',
    account: (address: string) =>
      `Your form is about another account than ${address}, which was opened last in this browser. Nothing was changed, and no try was counted.`,
    newerSignIn: (address: string) =>
      `Your page is about an older sign-in, which leads nowhere any more. The one as ${address}, which was begun last in this browser, was not cancelled.`,
    goOn: (address: string) => `Go on with ${address}`,
    signInAgain: 'To go on with the first account, sign in to it again.',
    openAgain: 'To go on with the first account, open the link in its mail again, or ask for a new one.',
    changePerson: 'To go on with the first account, sign out here and sign in to that one.',
    changePersonKept:
      'To go on with the first account, sign out here and sign in to that one. What you entered is kept for an hour, and is in the form again then.',
    signOutAndBack: 'Sign out and go back to the form',
    forgottenTitle: 'Open the link in your mail again',
    forgotten:
      'This browser does not know any more which link led here: that was over an hour ago, or in another browser. Nothing was changed, and the link may work all the same.',
    invitation: (clinic: string, address: string) =>
      `Your form is about another invitation than the one that was opened last in this browser: to ${clinic}, for ${address}. Nothing was changed.`,
    invitationAgain: 'To accept the first one, open the link in its mail again.',
    goOnInvitation: (clinic: string) => `Go on with ${clinic}`,
  },
}
