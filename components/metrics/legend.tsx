'use client'
import { useId } from 'react'
import { FillDefinitions, fillOf, type FillName } from './fills'

export function Legend({ series }: { series: readonly { key: string; label: string; fill: FillName }[] }) {
  const id = useId()
  return (
    <ul className="flex flex-wrap gap-x-3.5 gap-y-1 text-12 text-ink-2">
      {series.map(({ key, label, fill }) => (
        <li key={key} className="flex items-center gap-1.5">
          <svg aria-hidden width="10" height="10">
            <FillDefinitions id={`${id}${key}`} />
            <rect x=".5" y=".5" width="9" height="9" rx="2" fill={fillOf(`${id}${key}`, fill)} stroke={fill === 'pending' ? 'var(--ink-3)' : 'none'} />
          </svg>
          {label}
        </li>
      ))}
    </ul>
  )
}
