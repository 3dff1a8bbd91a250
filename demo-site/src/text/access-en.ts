/** Practitioner access that is given or taken later, in English. `access-sv.ts` has the same keys. */
export const accessEn = {
  access: {
    giveTitle: 'Give practitioner access',
    giveAbout: 'For somebody who is to see clients and read their notes.',
    giveFor: (name: string) => `Give ${name} practitioner access`,
    giveWhat: (name: string) =>
      `From now on ${name} sees the clients of this clinic and reads all their notes. The role stays as it is.`,
    giveButton: 'Give access',
    given: 'They have practitioner access now, and were told by mail.',
    takeTitle: 'Take practitioner access away',
    takeAbout: 'For somebody who no longer treats clients here.',
    takeFor: (name: string) => `Take practitioner access away from ${name}`,
    takeWhat: (name: string) =>
      `${name} no longer sees the clients of this clinic or their notes: at once, wherever they are signed in. They stay a member, and what they wrote stays in the clinic.`,
    takeLast: (name: string) =>
      `Nobody but ${name} has practitioner access here. Afterwards nobody reads the client notes until somebody is given it. The notes are kept.`,
    takeButton: 'Take access away',
    taken: 'They have no practitioner access any more, and were told by mail.',
    givenSubject: (clinic: string) => `You have practitioner access to ${clinic}`,
    givenMail: (who: string, clinic: string, when: string) =>
      `${who} gave you practitioner access to ${clinic} on ${when}. You see its clients and read their notes.`,
    takenSubject: (clinic: string) => `You have no practitioner access to ${clinic} any more`,
    takenMail: (who: string, clinic: string, when: string) =>
      `${who} took your practitioner access to ${clinic} away on ${when}. You no longer see its clients or their notes. You are a member as before.`,
    askOwner: 'If you do not know why, ask the owner of the clinic.',
  },
}
