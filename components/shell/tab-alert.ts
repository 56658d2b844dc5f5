/** How many wait, in the tab's title and on its icon; and a sound when one arrives, for those who want it. */

const PREFIX = /^\(\d+\+?\) /
let count = 0
let watching = false

function title() {
  const plain = document.title.replace(PREFIX, '')
  const wanted = count > 0 ? `(${count > 999 ? '999+' : count}) ${plain}` : plain
  if (document.title !== wanted) document.title = wanted
}

/** Pages set their own titles as one goes from one to another. */
function watchTitle() {
  if (watching) return
  watching = true
  new MutationObserver(title).observe(document.head, { subtree: true, childList: true, characterData: true })
}

/** app/icon.svg with a dot. */
const ICON =
  '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32"><style>rect{fill:#1b1a18}path{stroke:#fbfbfa}@media(prefers-color-scheme:dark){rect{fill:#f3f1ec}path{stroke:#121210}}</style><rect width="32" height="32" rx="8"/><path d="M21.6 12.1A6.6 6.6 0 1 0 21.6 19.9" fill="none" stroke-width="3" stroke-linecap="round"/><circle cx="25" cy="7" r="7" fill="#e5484d"/></svg>'

/** A link of ours after the page's: React owns the others. */
function icon() {
  const mine = document.querySelector<HTMLLinkElement>('link[data-badge]')
  if (count === 0) return mine?.remove()
  const link = mine ?? Object.assign(document.createElement('link'), { rel: 'icon', type: 'image/svg+xml' })
  link.dataset.badge = ''
  link.href = `data:image/svg+xml,${encodeURIComponent(ICON)}`
  if (!mine) document.head.append(link)
}

export function showCount(waiting: number): void {
  count = waiting
  watchTitle()
  title()
  icon()
}

/** Two soft notes, from one tab of this browser. One that was never clicked in plays nothing, and that is all right. */
export function ring(): void {
  if (!('locks' in navigator)) return play()
  void navigator.locks.request('countersign-ring', { ifAvailable: true }, async (lock) => {
    if (!lock) return
    play()
    await new Promise((resolve) => setTimeout(resolve, 1_000))
  })
}

function play() {
  const audio = new AudioContext()
  for (const [at, hertz] of [[0, 660], [0.14, 880]] as const) {
    const [tone, volume] = [audio.createOscillator(), audio.createGain()]
    tone.frequency.value = hertz
    volume.gain.setValueAtTime(0.08, audio.currentTime + at)
    volume.gain.exponentialRampToValueAtTime(0.0001, audio.currentTime + at + 0.25)
    tone.connect(volume).connect(audio.destination)
    tone.start(audio.currentTime + at)
    tone.stop(audio.currentTime + at + 0.26)
  }
  setTimeout(() => void audio.close(), 1_000)
}
