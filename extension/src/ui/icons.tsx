import type { ComponentChildren } from 'preact'

function Icon({ children }: { children: ComponentChildren }) {
  return (
    <svg class="icon" viewBox="0 0 20 20" aria-hidden="true">
      {children}
    </svg>
  )
}

/** The mark: two strokes that answer each other. */
export function Mark() {
  return (
    <svg class="mark" viewBox="0 0 32 32" aria-hidden="true">
      <rect width="32" height="32" rx="8" />
      <path d="M12 6v13M20 13v13" />
    </svg>
  )
}

export function ScanIcon() {
  return (
    <Icon>
      <path d="M3 7V4.5A1.5 1.5 0 0 1 4.5 3H7M13 3h2.5A1.5 1.5 0 0 1 17 4.5V7M17 13v2.5a1.5 1.5 0 0 1-1.5 1.5H13M7 17H4.5A1.5 1.5 0 0 1 3 15.5V13M3 10h14" />
    </Icon>
  )
}

export function AddIcon() {
  return (
    <Icon>
      <path d="M10 4v12M4 10h12" />
    </Icon>
  )
}

export function LockIcon() {
  return (
    <Icon>
      <path d="M5 9h10v8H5zM7 9V6a3 3 0 0 1 6 0v3" />
    </Icon>
  )
}

export function SettingsIcon() {
  return (
    <Icon>
      <path d="M3 6h8M15 6h2M3 14h2M9 14h8M13 4v4M7 12v4" />
    </Icon>
  )
}

export function CopyIcon() {
  return (
    <Icon>
      <path d="M7 7h9v9H7zM13 7V4H4v9h3" />
    </Icon>
  )
}

export function FillIcon() {
  return (
    <Icon>
      <path d="M3 10h8M8 7l3 3-3 3M12 4h5v12h-5" />
    </Icon>
  )
}

export function BackIcon() {
  return (
    <Icon>
      <path d="M12 4l-6 6 6 6" />
    </Icon>
  )
}

export function MoreIcon() {
  return (
    <Icon>
      <path d="M4.5 10h.01M10 10h.01M15.5 10h.01" />
    </Icon>
  )
}

export function TrashIcon() {
  return (
    <Icon>
      <path d="M4 6h12M8 6V4h4v2M6 6l.6 10h6.8L14 6" />
    </Icon>
  )
}

export function PinIcon() {
  return (
    <Icon>
      <path d="M7 3h6l-1 5 3 3H5l3-3zM10 11v6" />
    </Icon>
  )
}
