// Comfort for browsers that run scripts. Every page works without it.

for (const element of document.querySelectorAll('[data-without-script]')) element.hidden = true

for (const button of document.querySelectorAll('[data-print]')) {
  button.hidden = false
  button.addEventListener('click', () => print())
}

if (navigator.clipboard) {
  for (const button of document.querySelectorAll('[data-copy]')) {
    button.hidden = false
    button.setAttribute('aria-live', 'polite')
    button.addEventListener('click', async () => {
      await navigator.clipboard.writeText(button.dataset.copy)
      button.textContent = button.dataset.done
    })
  }
}

// A second click while the first answer is on its way would send the form, and spend its code, twice. A code by SMS takes
// up to ten seconds; after fifteen an answer is no longer to be expected, and the form can be sent again.
const { sending, stop: stopWaiting } = document.currentScript.dataset
const waits = new Map()

for (const form of document.querySelectorAll('form')) {
  form.addEventListener('submit', (event) => {
    if (waits.has(form)) event.preventDefault()
    else wait(form)
  })
}
// Nothing tells a page that its visitor has stopped the loading, but for this key.
addEventListener('keydown', ({ key }) => {
  if (key === 'Escape') stopAll()
})
addEventListener('pageshow', stopAll)

function wait(form) {
  form.setAttribute('aria-busy', 'true')
  const line = document.createElement('p')
  line.className = 'sending'
  line.setAttribute('role', 'status')
  form.append(line)
  // Most answers are there sooner: nothing flickers.
  const soon = setTimeout(() => line.append(sending, stopButton()), 500)
  const late = setTimeout(stopAll, 15_000)
  waits.set(form, () => {
    clearTimeout(soon)
    clearTimeout(late)
    line.remove()
    form.removeAttribute('aria-busy')
  })
}

function stopButton() {
  const button = document.createElement('button')
  button.type = 'button'
  button.textContent = stopWaiting
  button.addEventListener('click', () => {
    stop()
    stopAll()
  })
  return button
}

function stopAll() {
  for (const end of waits.values()) end()
  waits.clear()
}

// Groups of four, once the field is left: while somebody types, the text stays as they type it.
for (const input of document.querySelectorAll('[data-format="recovery-code"]')) {
  input.addEventListener('change', () => {
    const characters = input.value.replaceAll(/[\s-]/g, '').toUpperCase()
    input.value = characters.match(/.{1,4}/g)?.join('-') ?? ''
  })
}
