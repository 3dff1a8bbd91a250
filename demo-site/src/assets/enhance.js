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

// A second click while the first answer is on its way would send the form, and spend its code, twice.
for (const form of document.querySelectorAll('form')) {
  form.addEventListener('submit', (event) => {
    if (form.dataset.sent) event.preventDefault()
    form.dataset.sent = 'yes'
  })
}
addEventListener('pageshow', () => {
  for (const form of document.querySelectorAll('form')) delete form.dataset.sent
})

// Groups of four, once the field is left: while somebody types, the text stays as they type it.
for (const input of document.querySelectorAll('[data-format="recovery-code"]')) {
  input.addEventListener('change', () => {
    const characters = input.value.replaceAll(/[\s-]/g, '').toUpperCase()
    input.value = characters.match(/.{1,4}/g)?.join('-') ?? ''
  })
}
