'use client'
import dynamic from 'next/dynamic'
import { Skeleton } from '@/components/ui/skeleton'

// The chart library is most of a page's weight, so it comes after the numbers it draws.
const loading = () => <Skeleton className="h-full" />
export const LazyStackChart = dynamic(() => import('./stack-chart').then((file) => file.StackChart), { ssr: false, loading })
export const LazyPaceChart = dynamic(() => import('./pace-chart').then((file) => file.PaceChart), { ssr: false, loading })
