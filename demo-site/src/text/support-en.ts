/** The site's own support, which decides for whom nobody of a clinic may, in English. `support-sv.ts` has the same keys. */
export const supportEn = {
  support: {
    title: 'Support',
    role: 'You are of this site’s support',
    about:
      'You decide on account recoveries of people for whom nobody in their clinics may, such as a clinic’s only owner. You see no client notes.',
    open: 'Open the requests',
    stepReview:
      'An owner or admin of your clinic makes sure that it is you; where none of them may, our support does.',
    who: 'Nobody in your clinics may decide for you, so our support does. Only they see it, and it is erased when the request comes to its end.',
    review:
      'Nobody in your clinics may decide for you, so our support gets in touch with you, by phone or face to face, and decides.',
    nobodyTitle: 'Nobody can decide on this yet',
    nobody: (siteName: string) =>
      `Nobody in your clinics may make sure that it is you, and ${siteName} has named nobody of support who could. Nothing was sent, and nothing was changed.`,
    nobodyNext: (siteName: string) =>
      `Turn to whoever runs ${siteName}: they can name somebody of support. Then ask for a new link. Until then, any code of your app or a recovery code still lets you in.`,
    reviewNobody: (siteName: string) =>
      `There is nobody left who may decide on it. Turn to whoever runs ${siteName}: they can name somebody of support, who then finds your request.`,
    lead: 'From people for whom nobody in their clinics may decide. The oldest come first.',
    checkRecords: 'Compare what they wrote down with what this site knows of them and their clinic.',
    mailSubject: 'Somebody whom only support can help asks for account recovery',
  },
}
