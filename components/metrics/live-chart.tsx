'use client'
import { useState, type ComponentProps, type ComponentType, type ReactNode } from 'react'
import type { PaceChart } from './pace-chart'
import type { StackChart } from './stack-chart'

interface LiveProps<P> {
  load: () => Promise<ComponentType<P>>
  chart: P
  children: ReactNode
}

/** Shows what the server drew until somebody points at it; only then the chart library comes, with its tooltips. */
function Live<P extends object>({ load, chart, children }: LiveProps<P>) {
  const [found, setFound] = useState<{ Chart: ComponentType<P> } | null>(null)
  const [asked, setAsked] = useState(false)
  const want = () => {
    if (asked) return
    setAsked(true)
    load().then((Chart) => setFound({ Chart }), () => setAsked(false))
  }
  return (
    <div className="h-full" onPointerEnter={want}>
      {found ? <div data-chart className="h-full"><found.Chart {...chart} /></div> : children}
    </div>
  )
}

export const LiveStack = ({ children, ...chart }: ComponentProps<typeof StackChart> & { children: ReactNode }) => (
  <Live load={() => import('./stack-chart').then((file) => file.StackChart)} chart={chart}>{children}</Live>
)
export const LivePace = ({ children, ...chart }: ComponentProps<typeof PaceChart> & { children: ReactNode }) => (
  <Live load={() => import('./pace-chart').then((file) => file.PaceChart)} chart={chart}>{children}</Live>
)
