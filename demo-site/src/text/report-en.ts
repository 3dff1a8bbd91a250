/** Who has two-factor authentication, and asking those who have not, in English. */
export const reportEn = {
  report: {
    title: (clinic: string) => `Two-factor report of ${clinic}`,
    counted: (on: number, all: number) =>
      on === all
        ? 'Everybody has two-factor authentication on.'
        : `${on} of ${all} members have two-factor authentication on.`,
    caption: 'Members and their two-factor authentication',
    download: 'Download as CSV',
    nudge: 'Ask by mail',
    nudgeLabel: (name: string) => `Ask by mail: ${name}`,
    nudgeAll: (count: number) =>
      count === 1 ? 'Ask the 1 member without it by mail' : `Ask the ${count} members without it by mail`,
    nudgeAbout:
      'Everybody gets one such mail a day at most. Whoever is exempt is not asked, and you yourself are not.',
    nudged: (count: number) => (count === 1 ? '1 mail was sent.' : `${count} mails were sent.`),
    notNudged: 'No mail was sent: whoever could be asked was asked within a day.',
    nudgedOn: 'No mail was sent: they have turned it on by now.',
    nudgedNobody: 'No mail was sent: nobody is left to ask. Everybody has it on or is exempt, or it is you.',
    nudgeSubject: 'Please turn on two-factor authentication',
    nudgeMail: (who: string, clinic: string) =>
      `${who} of ${clinic} asks you to turn on two-factor authentication. It takes about two minutes and keeps client notes safe, even from somebody who knows your password. Sign in and choose it in your settings:`,
    nudgeDeadline: (who: string, date: string) => `It is required of you by ${who} from ${date}.`,
    nudgeAfter: (who: string, days: number, earliest: string | null) =>
      `It is required of you by ${who}, ${days === 1 ? '1 day' : `${days} days`} after your next sign-in${earliest ? `, from ${earliest} at the earliest` : ''}.`,
  },
}
