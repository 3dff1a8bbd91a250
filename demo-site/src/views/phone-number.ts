/** A masked number as it is shown: its groups belong together, so no line breaks between them. */
export function showNumber(number: string | undefined): string {
  return (number ?? '').replaceAll(' ', '\u00a0')
}
