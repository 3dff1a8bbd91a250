/*
 * Scripts for Firefox's own window ("chrome scope"). They travel as text; `arguments` are their parameters, the last
 * one their callback. BiDi lists tabs only, and Marionette's frames are children of a document, so that neither can
 * be pointed at the popup: its browser element is reached through the window that shows it.
 */

/**
 * Runs in the popup's process: evaluates expressions, and presses the mouse and keys as the browser's own, trusted events.
 * They enter here and not at the window because a press beside a panel that moves meanwhile closes it, and because a
 * triggered action leaves the window's focus in the tab, and moving it by script takes the focus off the field that the
 * popup chose.
 */
const FRAME_SCRIPT = `
  const answer = (id, work) => Promise.resolve().then(work).then(
    (json) => sendAsyncMessage('countersign:answer', { id, json }),
    (error) => sendAsyncMessage('countersign:answer', { id, error: String(error) }))
  addMessageListener('countersign:evaluate', ({ data: { id, expression } }) => answer(id, () =>
    Cu.evalInSandbox(expression, new Cu.Sandbox(content, { sandboxPrototype: content, wantXrays: false }))))
  addMessageListener('countersign:mouse', ({ data: { id, x, y, types } }) => answer(id, () => {
    for (const type of types) {
      const isMove = type === 'mousemove'
      const details = { button: 0, buttons: type === 'mousedown' ? 1 : 0, clickCount: isMove ? 0 : 1 }
      content.synthesizeMouseEvent(type, x, y, details, {})
    }
  }))
  addMessageListener('countersign:keys', ({ data: { id, keys } }) => answer(id, () => {
    const processor = Cc['@mozilla.org/text-input-processor;1'].createInstance(Ci.nsITextInputProcessor)
    if (!processor.beginInputTransactionForTests(content)) throw new Error('keys cannot be pressed')
    const press = (key) => new content.KeyboardEvent('', key)
    for (const combination of keys) {
      for (const key of combination) processor.keydown(press(key))
      for (const key of combination.toReversed()) processor.keyup(press(key))
    }
  }))`

/**
 * What the browser does when the extension's shortcut for filling is pressed: it runs the command of the window's key
 * of that name. A key press that a script makes up passes by the window's keys.
 */
export const RUN_FILL_SHORTCUT = `
  const keys = [...document.querySelectorAll('keyset[id^="ext-keyset-id-"] > key')]
  const key = keys.find((each) => each.getAttribute('key') === 'F' && each.getAttribute('modifiers') === 'alt,shift')
  if (!key) return keys.map((each) => each.outerHTML).join() || 'the extension has no shortcuts'
  key.doCommand()
  return null`

/**
 * The toolbar click, as the browser handles it: it opens the popup and grants activeTab for the active tab. Answers
 * when the popup's panel is shown. The document is then asked through a script of the frame, over messages.
 */
export const CLICK_TOOLBAR_BUTTON = `
  const [extensionId, done] = arguments
  const { ExtensionParent } = ChromeUtils.importESModule('resource://gre/modules/ExtensionParent.sys.mjs')
  const extension = ExtensionParent.GlobalManager.getExtension(extensionId)
  const find = () => [...document.querySelectorAll('browser.webextension-popup-browser')].find(
    (each) => each.currentURI?.spec.startsWith(extension.baseURL) && each.closest('panel')?.state === 'open')
  const open = async () => {
    ExtensionParent.apiManager.global.browserActionFor(extension).triggerAction(window)
    const giveUp = Date.now() + 15000
    while (!find()) {
      if (Date.now() > giveUp) throw new Error('the toolbar button opened no popup')
      await new Promise((resolve) => window.requestAnimationFrame(resolve))
    }
    const browser = find()
    const panel = browser.closest('panel')
    const pending = new Map()
    const popup = { browser, panel, open: true, end: 'The browser closed the popup.', last: 0, pending }
    // A window that gets or loses the focus late would close it: only who means to does.
    panel.setAttribute('noautohide', 'true')
    browser.addEventListener('DOMWindowClose', () => { popup.end = 'The popup closed itself.' }, true)
    browser.addEventListener('oop-browser-crashed', () => { popup.end = 'The process of the popup crashed.' })
    browser.messageManager.addMessageListener('countersign:answer', ({ data }) => {
      pending.get(data.id)?.(data)
      pending.delete(data.id)
    })
    panel.addEventListener('popuphidden', () => {
      popup.open = false
      for (const settle of pending.values()) settle({ gone: popup.end })
      pending.clear()
    }, { once: true })
    const frameScript = ${JSON.stringify(FRAME_SCRIPT)}
    browser.messageManager.loadFrameScript('data:application/javascript,' + encodeURIComponent(frameScript), false)
    window.countersignPopup = popup
  }
  open().then(() => done(null), (error) => done(String(error)))`

/** Sends a message to the popup's process (`evaluate`, `mouse` or `keys`); answers `{ json }`, `{ error }` or, with the reason, `{ gone }`. */
export const ASK_POPUP = `
  const [name, message, done] = arguments
  const popup = window.countersignPopup
  if (!popup.open || !popup.browser.messageManager) done({ gone: popup.end })
  else {
    const id = ++popup.last
    popup.pending.set(id, done)
    popup.browser.messageManager.sendAsyncMessage('countersign:' + name, { id, ...message })
  }`

/** Chooses the extension's item of this name in the context menu that is about to open. */
export const CHOOSE_MENU_ITEM = `
  const [name, done] = arguments
  const menu = document.getElementById('contentAreaContextMenu')
  const giveUp = Date.now() + 15000
  const look = () => {
    const item = menu.state === 'open' && menu.querySelector('menuitem[id$="-menuitem-_' + name + '"]')
    if (item) {
      menu.activateItem(item)
      return done(null)
    }
    if (Date.now() > giveUp) return done('no ' + name + ' in the menu (' + menu.state + '): ' + [...menu.children].map((each) => each.id + ' ' + each.label).join())
    window.requestAnimationFrame(look)
  }
  look()`

export const POPUP_IS_CLOSED = 'return !window.countersignPopup.open'

export const HIDE_POPUP = `if (window.countersignPopup.open) window.countersignPopup.panel.hidePopup()`

/** The popup's pixels, as base64 of a PNG. */
export const DRAW_POPUP = `
  const done = arguments[0]
  const { browser } = window.countersignPopup
  browser.browsingContext.currentWindowGlobal.drawSnapshot(null, 1, 'white').then((bitmap) => {
    const canvas = document.createElementNS('http://www.w3.org/1999/xhtml', 'canvas')
    canvas.width = bitmap.width
    canvas.height = bitmap.height
    canvas.getContext('2d').drawImage(bitmap, 0, 0)
    done(canvas.toDataURL('image/png').split(',')[1])
  }, (error) => done(null))`

/** Gives the page's area this size, whatever the window's. */
export const RESIZE_PAGE = `
  const [width, height] = arguments
  const { style } = gBrowser.selectedBrowser
  for (const [name, value] of [['width', width], ['height', height]]) {
    style.setProperty('min-' + name, value + 'px')
    style.setProperty('max-' + name, value + 'px')
  }`

/** 0 is dark and 1 is light in the preference for documents; the popup follows the window, which has its own. */
export const PREFER_COLOR_SCHEME = `
  const [dark] = arguments
  Services.prefs.setIntPref('ui.systemUsesDarkTheme', dark ? 1 : 0)
  Services.prefs.setIntPref('layout.css.prefers-color-scheme.content-override', dark ? 0 : 1)`

/** Makes Swedish the browser's language, for extensions too, without a language pack. */
export const SPEAK_SWEDISH = `
  Services.locale.availableLocales = ['sv-SE', 'en-US']
  Services.locale.requestedLocales = ['sv-SE']`
