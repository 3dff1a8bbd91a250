/** @jsxRuntime automatic @jsxImportSource hono/jsx */
/** Two strokes that answer each other. The name stands beside it, so it says nothing by itself. */
export function Mark() {
  return (
    <svg class="mark" viewBox="0 0 16 16" width="20" height="20" aria-hidden="true">
      <rect width="16" height="16" rx="4" fill="currentColor" />
      <path class="strokes" d="M5.75 3.5v6M10.25 6.5v6" fill="none" stroke-width="2" stroke-linecap="round" />
    </svg>
  )
}
