'use client'
import dynamic from 'next/dynamic'

/** Drawn with the page where there is a demo, and carried by no other page. */
export const DemoStrip = dynamic(() => import('./demo-strip').then((file) => file.DemoStrip))
