/** @jsxRuntime automatic @jsxImportSource hono/jsx */
import type { ChallengeMethod } from 'countersign'
import type { Page } from '../http/page.ts'
import { AccountField } from './account-field.tsx'
import { Notice } from './notice.tsx'
import { showNumber } from './phone-number.ts'
import { PostForm } from './post-form.tsx'

/** What is known of the codes that were sent for this question. */
export interface SmsState {
  /** The number that the last code went to, or null when none is on its way. */
  sentTo: ChallengeMethod | null
  mayResend: boolean
  /** Seconds until another code can be had, or null when one can be had now. */
  resendIn: number | null
  /** Why the code that was asked for was not sent, or null. */
  problem: string | null
}

interface SmsSendingProps {
  page: Page
  /** Where the form goes. */
  action: string
  next: string | null
  /** Whose question it is. */
  address: string
  numbers: readonly ChallengeMethod[]
  sms: SmsState
}

/** To which number a code goes, the first time and again. Nothing is sent before somebody asks for it. */
export function SmsSending({ page, action, next, address, numbers, sms }: SmsSendingProps) {
  const { phone } = page.text
  const { sentTo, mayResend, resendIn, problem } = sms
  const waiting = resendIn === null ? phone.resendNow : phone.resendIn(resendIn)
  const label = (to: ChallengeMethod) => {
    const number = showNumber(to.number)
    if (to === sentTo) return phone.resend
    return to.label ? phone.sendNamed(to.label, number) : phone.send(number)
  }
  return (
    <>
      {problem && (
        <Notice kind="danger" focus>
          {problem}
        </Notice>
      )}
      {sentTo === null ? (
        <p>{phone.about}</p>
      ) : (
        <p class="after-form">{mayResend ? waiting : phone.noMore}</p>
      )}
      {(sentTo === null || mayResend) && (
        <div class="stack">
          {numbers.map((to) => (
            <PostForm page={page} action={action} class="stack">
              {next !== null && <input type="hidden" name="next" value={next} />}
              <AccountField address={address} />
              <input type="hidden" name="to" value={to.id} />
              <button type="submit" class={sentTo === null && to === numbers[0] ? 'primary' : undefined}>
                {label(to)}
              </button>
            </PostForm>
          ))}
        </div>
      )}
    </>
  )
}
