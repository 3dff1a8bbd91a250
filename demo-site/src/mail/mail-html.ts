import type { Mail } from '../data/outbox.ts'

/**
 * The HTML part of a mail: the same paragraphs as the text part and nothing besides, no pictures, nothing loaded from
 * anywhere. A paragraph that is one address of this site becomes a link that shows it whole, so that its reader sees where
 * it leads; no other address does.
 *
 * @param home the address of the site
 */
export function renderMailHtml(
  { subject, body, locale }: Pick<Mail, 'subject' | 'body' | 'locale'>,
  home: string,
): string {
  const paragraphs = body.split('\n\n').map((paragraph) => `<p>${renderParagraph(paragraph, home)}</p>`)
  return [
    `<!DOCTYPE html><html lang="${locale}"><head><meta charset="utf-8">`,
    '<meta name="viewport" content="width=device-width, initial-scale=1">',
    '<meta name="color-scheme" content="light dark">',
    `<title>${escapeHtml(subject)}</title></head>`,
    // Mail programs drop style sheets, so the style stands on the element.
    '<body style="margin:24px auto;max-width:34em;padding:0 16px;font:16px/1.5 system-ui,sans-serif">',
    ...paragraphs,
    '</body></html>',
  ].join('\n')
}

function renderParagraph(paragraph: string, home: string): string {
  const text = escapeHtml(paragraph)
  if (paragraph.startsWith(`${home}/`) && !/\s/.test(paragraph))
    return `<a href="${text}" style="word-break:break-all">${text}</a>`
  if (/^\d{6,8}$/.test(paragraph)) {
    return `<strong style="font-size:28px;font-weight:600;letter-spacing:.06em">${text}</strong>`
  }
  return text.replaceAll('\n', '<br>')
}

const entities: Record<string, string> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
}

function escapeHtml(text: string): string {
  return text.replaceAll(/[&<>"']/g, (character) => entities[character] ?? '')
}
