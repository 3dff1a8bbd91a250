import type { ComponentChildren } from 'preact'

export interface FormProps {
  /** Nothing is ever sent: what a form does, it does here. */
  onSubmit?: (form: HTMLFormElement) => void
  /** Left out where the fields are checked by us. */
  noValidate?: boolean
  children: ComponentChildren
}

/**
 * Every form and field of ours turns `autocomplete` off: browsers write what others hold into their session files, in
 * clear. Whether that of the form or that of the field counts differs by browser and kind of field.
 */
export function Form({ onSubmit, noValidate = false, children }: FormProps) {
  return (
    <form
      autocomplete="off"
      noValidate={noValidate}
      onSubmit={(event) => {
        event.preventDefault()
        onSubmit?.(event.currentTarget)
      }}
    >
      {children}
    </form>
  )
}
