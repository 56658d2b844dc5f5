const STYLES = ['fill', 'stroke', 'stroke-width', 'stroke-dasharray', 'opacity', 'font-family', 'font-size', 'font-weight', 'text-anchor', 'display', 'visibility'] as const
const SHARP = 2
const MARGIN = 16

/** The chart as it looks now: theme, fonts and language included. Every style is written out, because a picture sees no style sheet. */
export async function pngOf(chart: SVGSVGElement, title: string): Promise<Blob> {
  const { width, height } = chart.getBoundingClientRect()
  const copy = chart.cloneNode(true) as SVGSVGElement
  const [from, to] = [[chart, ...chart.querySelectorAll('*')], [copy, ...copy.querySelectorAll('*')]]
  from.forEach((element, index) => {
    const style = getComputedStyle(element)
    for (const name of STYLES) (to[index] as SVGElement | undefined)?.style.setProperty(name, style.getPropertyValue(name))
  })
  copy.setAttribute('xmlns', 'http://www.w3.org/2000/svg')
  copy.setAttribute('width', String(width))
  copy.setAttribute('height', String(height))
  const image = new Image()
  image.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(new XMLSerializer().serializeToString(copy))}`
  await image.decode()

  const page = getComputedStyle(document.documentElement)
  const canvas = document.createElement('canvas')
  const heading = 28
  canvas.width = (width + 2 * MARGIN) * SHARP
  canvas.height = (height + 2 * MARGIN + heading) * SHARP
  const context = canvas.getContext('2d')
  if (!context) throw new Error('no canvas')
  context.scale(SHARP, SHARP)
  context.fillStyle = page.getPropertyValue('--panel')
  context.fillRect(0, 0, canvas.width, canvas.height)
  context.fillStyle = page.getPropertyValue('--ink')
  context.font = `600 14px ${getComputedStyle(document.body).fontFamily}`
  context.direction = document.dir === 'rtl' ? 'rtl' : 'ltr'
  context.fillText(title, document.dir === 'rtl' ? width + MARGIN : MARGIN, MARGIN + 12)
  context.drawImage(image, MARGIN, MARGIN + heading, width, height)
  return new Promise((resolve, reject) => canvas.toBlob((blob) => (blob ? resolve(blob) : reject(new Error('no picture'))), 'image/png'))
}
