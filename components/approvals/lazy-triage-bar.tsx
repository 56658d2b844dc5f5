'use client'
import dynamic from 'next/dynamic'

/** It needs scripts to do anything, so it comes after what is read and decided. */
export const TriageBar = dynamic(() => import('./triage-bar').then((file) => file.TriageBar), { ssr: false, loading: () => <span data-place className="ms-auto h-[26px]" /> })
