import { ask } from './ask.ts'
import type { Stage } from './stage.ts'
import { swedish } from './words.ts'

/** A browser without a screen, for what a flow needs and does not show: keeps cookies, sends forms, follows nothing. */
export interface HttpSession {
  get(path: string): Promise<string>
  post(path: string, form: Record<string, string>): Promise<void>
}

/** A visitor of the stage's site who reads its language. */
export function openHttpSession({ site: { origin }, words }: Stage): HttpSession {
  const cookies = new Map<string, string>()
  let owner = ''
  const send = async (path: string, form?: Record<string, string>) => {
    const answer = await ask(origin, path, {
      headers: {
        origin,
        cookie: [...cookies].map((pair) => pair.join('=')).join('; '),
        'accept-language': words === swedish ? 'sv' : 'en',
        'content-type': 'application/x-www-form-urlencoded',
      },
      ...(form && { method: 'POST', body: new URLSearchParams(form).toString() }),
    })
    for (const line of answer.cookies) {
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(line) ?? []
      cookies.set(name, value)
    }
    const expected = form ? 303 : 200
    if (answer.status !== expected) throw new Error(`${path} answers ${answer.status}: ${answer.text}`)
    owner = /name="signed-in-as" value="([^"]+)"/.exec(answer.text)?.[1] ?? owner
    return answer.text
  }
  return {
    get: (path) => send(path),
    post: async (path, form) => {
      // Whose it is, as the forms of the last page said.
      await send(path, { 'signed-in-as': owner, ...form })
    },
  }
}
