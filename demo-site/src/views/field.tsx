/** @jsxRuntime automatic @jsxImportSource hono/jsx */
interface FieldProps {
  name: string
  label: string
  type?: 'text' | 'email' | 'password' | 'date' | 'tel'
  hint?: string
  /** What is wrong with what was entered, or null. */
  error?: string | null
  /** The id of an error that another field shows and that is about this one too. */
  sharedErrorId?: string | undefined
  /** Never for a code or a password: those are typed anew. */
  value?: string
  autocomplete: string
  inputmode?: 'numeric' | 'email'
  maxlength: number
  autofocus?: boolean
  class?: string
  /** For `enhance.js`. */
  format?: 'recovery-code'
}

/** For the fields of a form that was sent: what each held, and what is wrong with it. */
export const fieldsOf =
  <Sent extends object>(sent: Sent, errors: Readonly<Record<string, string | undefined>>) =>
  <Name extends keyof Sent & string>(name: Name) => ({ name, value: sent[name], error: errors[name] ?? null })

/** A labelled field. Its hint and its error are read out with it, and an error brings the focus to it. */
export function Field(props: FieldProps) {
  const { name, label, hint, error, sharedErrorId, format } = props
  const hintId = hint ? `${name}-hint` : null
  const errorId = error ? `${name}-error` : sharedErrorId
  return (
    <div class="field">
      <label for={name}>{label}</label>
      {hint && (
        <p class="hint" id={hintId ?? undefined}>
          {hint}
        </p>
      )}
      {error && (
        <p class="error" id={errorId ?? undefined} role="alert">
          {error}
        </p>
      )}
      <input
        id={name}
        name={name}
        type={props.type ?? 'text'}
        class={props.class}
        value={props.value}
        autocomplete={props.autocomplete}
        inputmode={props.inputmode}
        maxlength={props.maxlength}
        autocapitalize="none"
        autocorrect="off"
        spellcheck={false}
        autofocus={props.autofocus || Boolean(error)}
        aria-invalid={errorId ? 'true' : undefined}
        aria-describedby={[errorId, hintId].filter(Boolean).join(' ') || undefined}
        data-format={format}
      />
    </div>
  )
}
