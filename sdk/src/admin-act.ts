import type { Scope } from './scope.ts'

/** What an admin can do for a person only with that person's word, where others have a say too. */
export type AdminActName = 'reset' | 'allow_once'

/** What came of an act: `standing` when what it is for is so already, `nothing` when there is nothing to do it to. */
export type ActOutcome = 'done' | 'standing' | 'nothing'

/** An act that has been found to be allowed. */
export interface AllowedAct {
  actorId: string
  userId: string
  reason: string
  address: string | null
  /** The organizations of the person in which the admin has no say. */
  elsewhere: string[]
  scope: Scope
}

/** As many such mails as an hour allows have gone to the person. */
export interface TooManyAsked {
  status: 'too_many'
  until: number
}

/** The person belongs to organizations that the admin has no say in, and was asked by mail; `confirm` does the act. */
export type ProofRequired = { status: 'proof_required'; expiresAt: number } | TooManyAsked
