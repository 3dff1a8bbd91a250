import type { reportEn } from './report-en.ts'

/** Vilka som har tvåfaktorsautentisering, och att be dem som inte har det, på svenska. */
export const reportSv: typeof reportEn = {
  report: {
    title: (clinic) => `Tvåfaktors\u00adrapport för ${clinic}`,
    counted: (on, all) =>
      on === all
        ? 'Alla har tvåfaktorsautentisering på.'
        : `${on} av ${all} medlemmar har tvåfaktorsautentisering på.`,
    caption: 'Medlemmarna och deras tvåfaktorsautentisering',
    download: 'Ladda ner som CSV',
    nudge: 'Påminn per mejl',
    nudgeLabel: (name) => `Påminn per mejl: ${name}`,
    nudgeAll: (count) =>
      count === 1
        ? 'Påminn den medlem som saknar det per mejl'
        : `Påminn de ${count} medlemmar som saknar det per mejl`,
    nudgeAbout:
      'Var och en får högst ett sådant mejl om dagen. Den som är undantagen får inget, och inte heller du själv.',
    nudged: (count) => (count === 1 ? '1 mejl skickades.' : `${count} mejl skickades.`),
    notNudged: 'Inget mejl skickades: alla som kunde påminnas har fått ett mejl det senaste dygnet.',
    nudgedOn: 'Inget mejl skickades: personen har slagit på det nu.',
    nudgedNobody:
      'Inget mejl skickades: ingen finns kvar att påminna. Alla har det på eller är undantagna, eller så är det du.',
    nudgeSubject: 'Slå på tvåfaktorsautentisering',
    nudgeMail: (who, clinic) =>
      `${who} på ${clinic} ber dig slå på tvåfaktorsautentisering. Det tar ungefär två minuter och skyddar klienternas anteckningar, även mot den som kan ditt lösenord. Logga in och välj det i dina inställningar:`,
    nudgeDeadline: (who, date) => `Från ${date} kräver ${who} det av dig.`,
    nudgeAfter: (who, days, earliest) =>
      `${who} kräver det av dig ${days === 1 ? '1 dag' : `${days} dagar`} efter din nästa inloggning${earliest ? `, tidigast från ${earliest}` : ''}.`,
  },
}
