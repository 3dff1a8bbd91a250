/**
 * What the passwords that everybody tries first are made of, English and Swedish, lower case, letters and digits only.
 * Written down for this site: what is published as "most common" is these words with a number or a year behind them.
 */
export const commonWords: readonly string[] = list(`
  password passwort passw0rd p4ssword pa55word losenord lösenord passord pass word
  admin administrator root user login guest test testing tester default account konto
  welcome valkommen välkommen letmein slappin släppin changeme secret hemlig hemligt trustno1 whatever nothing
  qwerty qwertz azerty asdf zxcv qazwsx abc abcd xyz 123 1234 12345 123456 1234567
  iloveyou ilovehim iloveher loveme lovely love jagalskardig jagälskardig alskling älskling sweetheart darling
  baby babygirl princess prinsessa angel flower blomma butterfly fjaril fjäril
  dragon monkey tiger shadow master hunter killer ninja warrior phoenix jaguar buster kanin katten hunden
  ginger pepper cookie cheese banana orange chocolate potatis sunshine solsken rainbow
  summer winter spring autumn sommar sommaren vinter vår höst semester holiday
  january february march april june july august september october november december
  januari februari mars juni juli augusti oktober
  monday friday sunday mandag måndag fredag lordag lördag sondag söndag
  football fotboll soccer baseball basketball hockey ishockey liverpool chelsea arsenal
  hammarby djurgarden djurgården malmoff malmöff ifkgoteborg ifkgöteborg
  superman batman spiderman starwars pokemon minecraft naruto computer dator internet
  google facebook apple samsung windows microsoft mercedes ferrari porsche mustang
  michael jennifer jordan charlie daniel thomas jessica ashley andrew george anders johan fredrik kalle
  sverige sweden stockholm goteborg göteborg malmo malmö england london america australia sydney europe
  hello hallo hejhej hejsan mamma pappa mother family familj friends freedom forever jesus
  fuckyou fuck pussy asshole fyfan bajskorv
  doctor doktor clinic klinik mottagning health patient physio fysio therapy terapi practice
`)

/** Along the rows and columns of a keyboard, in the alphabet and in the digits; a password may run along one either way. */
export const commonRuns: readonly string[] = list(`
  qwertyuiopåasdfghjklöäzxcvbnm qwertyuiopasdfghjklzxcvbnm qwertzuiopasdfghjklyxcvbnm azertyuiopqsdfghjklmwxcvbn
  1qaz2wsx3edc4rfv5tgb6yhn7ujm8ik9ol0p 1q2w3e4r5t6y7u8i9o0p qazwsxedcrfvtgbyhnujmikolp
  abcdefghijklmnopqrstuvwxyzåäö 01234567890123456789
`)

function list(words: string): string[] {
  return words.trim().split(/\s+/)
}
