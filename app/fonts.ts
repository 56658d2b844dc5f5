import heebo from '@fontsource-variable/heebo/files/heebo-hebrew-wght-normal.woff2?url'
import inter from '@fontsource-variable/inter/files/inter-latin-opsz-normal.woff2?url'
import { preload } from 'react-dom'

/** Asks for the letters of this direction before the styles that name them are there: a page drawn with others would move when they come. */
export function preloadFonts(dir: 'ltr' | 'rtl'): void {
  for (const font of dir === 'rtl' ? [heebo, inter] : [inter]) preload(font, { as: 'font', type: 'font/woff2', crossOrigin: 'anonymous' })
}
