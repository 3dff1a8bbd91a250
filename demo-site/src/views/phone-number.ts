/** A masked number as it is shown: its groups belong together, so no line breaks between them. */
export function showNumber(number: string | undefined): string {
  return (number ?? '').replaceAll(' ', '\u00a0')
}

/**
 * A number to show as an example, in international form: one that passes, should somebody type it. The Swedish and the
 * Australian one are set aside for films and examples; the British ones that are do not pass for numbers in use.
 *
 * @param country ISO 3166-1 alpha-2
 */
export function exampleNumber(country: string): string {
  if (country === 'SE') return '+46 70 174 06 05'
  return country === 'AU' ? '+61 491 570 006' : '+44 7400 123 456'
}
