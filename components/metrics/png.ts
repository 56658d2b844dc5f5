const STYLES = ['fill', 'stroke', 'stroke-width', 'stroke-dasharray', 'opacity', 'font-family', 'font-size', 'font-weight', 'text-anchor', 'display', 'visibility'] as const
const SVG = 'http://www.w3.org/2000/svg'
const SHARP = 2
const MARGIN = 16

/** The chart as it looks now: theme, fonts and language included. Every style is written out, because a picture sees no style sheet. */
export async function pngOf(chart: SVGSVGElement, title: string): Promise<Blob> {
  const { width, height } = chart.getBoundingClientRect()
  // Axes are drawn into the padding around the chart.
  const around = getComputedStyle(chart.parentElement ?? chart)
  const [left, top] = [parseFloat(around.paddingLeft), parseFloat(around.paddingTop)]
  const [wide, high] = [left + width + parseFloat(around.paddingRight), top + height + parseFloat(around.paddingBottom)]
  const copy = chart.cloneNode(true) as SVGSVGElement
  const [from, to] = [[chart, ...chart.querySelectorAll('*')], [copy, ...copy.querySelectorAll('*')]]
  from.forEach((element, index) => {
    const style = getComputedStyle(element)
    for (const name of STYLES) (to[index] as SVGElement | undefined)?.style.setProperty(name, style.getPropertyValue(name))
  })
  const picture = document.createElementNS(SVG, 'svg')
  for (const [name, value] of Object.entries({ width: wide, height: high })) picture.setAttribute(name, String(value))
  for (const [name, value] of Object.entries({ x: left, y: top, width, height, overflow: 'visible' })) copy.setAttribute(name, String(value))
  picture.append(copy)
  const image = new Image()
  image.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(new XMLSerializer().serializeToString(picture))}`
  await image.decode()

  const page = getComputedStyle(document.documentElement)
  const canvas = document.createElement('canvas')
  const heading = 28
  canvas.width = (wide + 2 * MARGIN) * SHARP
  canvas.height = (high + 2 * MARGIN + heading) * SHARP
  const context = canvas.getContext('2d')
  if (!context) throw new Error('no canvas')
  context.scale(SHARP, SHARP)
  context.fillStyle = page.getPropertyValue('--panel')
  context.fillRect(0, 0, canvas.width, canvas.height)
  context.fillStyle = page.getPropertyValue('--ink')
  context.font = `600 14px ${getComputedStyle(document.body).fontFamily}`
  context.direction = document.dir === 'rtl' ? 'rtl' : 'ltr'
  context.fillText(title, document.dir === 'rtl' ? wide + MARGIN : MARGIN, MARGIN + 12)
  context.drawImage(image, MARGIN, MARGIN + heading, wide, high)
  return new Promise((resolve, reject) => canvas.toBlob((blob) => (blob ? resolve(blob) : reject(new Error('no picture'))), 'image/png'))
}
