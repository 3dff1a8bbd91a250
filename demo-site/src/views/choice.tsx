/** @jsxRuntime automatic @jsxImportSource hono/jsx */
import type { Child } from 'hono/jsx'

interface ChoiceProps {
  name: string
  /** The question. */
  label: string
  options: readonly { value: string; label: string }[]
  value: string | null
  error?: string | null
}

/** One of a few, all in sight. An error is read out with the question and brings the focus to the first. */
export function Choice({ name, label, options, value, error }: ChoiceProps) {
  return (
    <Question id={name} label={label} error={error} class={error ? 'wrong' : undefined}>
      {options.map((option, index) => (
        <label class="check">
          <input
            type="radio"
            name={name}
            value={option.value}
            checked={option.value === value}
            autofocus={Boolean(error) && index === 0}
          />
          <span>{option.label}</span>
        </label>
      ))}
    </Question>
  )
}

interface ChecksProps {
  label: string
  options: readonly { name: string; label: string; checked: boolean }[]
  /** The beginning of the ids of the hint and the error that belong to them. */
  id: string
  hint?: string
  error?: string | null
}

/** Any of a few. Each has a name of its own, because no field may be sent twice. */
export function Checks({ label, options, id, hint, error }: ChecksProps) {
  return (
    <Question id={id} label={label} hint={hint} error={error}>
      {options.map((option, index) => (
        <label class="check">
          <input
            type="checkbox"
            name={option.name}
            value="yes"
            checked={option.checked}
            autofocus={Boolean(error) && index === 0}
            aria-invalid={error ? 'true' : undefined}
          />
          <span>{option.label}</span>
        </label>
      ))}
    </Question>
  )
}

interface QuestionProps {
  id: string
  label: string
  hint?: string | undefined
  error?: string | null | undefined
  class?: string | undefined
  children: Child
}

/** The question that the boxes below answer, with what is wrong with the answer. */
function Question({ id, label, hint, error, class: kind, children }: QuestionProps) {
  const errorId = error ? `${id}-error` : undefined
  const hintId = hint ? `${id}-hint` : undefined
  const about = [errorId, hintId].filter(Boolean).join(' ') || undefined
  return (
    <fieldset aria-describedby={about} class={kind}>
      <legend>{label}</legend>
      {hint && (
        <p class="hint" id={hintId}>
          {hint}
        </p>
      )}
      {error && (
        <p class="error" id={errorId} role="alert">
          {error}
        </p>
      )}
      {children}
    </fieldset>
  )
}
