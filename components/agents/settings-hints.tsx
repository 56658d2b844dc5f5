'use client'
import { useTranslations } from 'next-intl'
import type { ReactNode } from 'react'
import type { WeekOfUse } from '@/lib/agents/history'
import type { SettingName, SettingsValues } from './settings-values'

const b = (chunks: ReactNode) => <b className="nums">{chunks}</b>
const sum = (numbers: readonly number[]) => numbers.reduce((total, one) => total + one, 0)

/** Pure. How many actions of the week a limit per hour would have turned away. */
export const overLimit = (hours: readonly number[], limit: number) => sum(hours.map((used) => Math.max(0, used - limit)))

const used = (tools: WeekOfUse['tools'], hit: (tool: string) => boolean) =>
  sum(Object.entries(tools).filter(([tool]) => hit(tool)).map(([, calls]) => calls))

/** Pure. Whether there is anything to say about a setting. */
export function hasHint(name: SettingName, values: SettingsValues, week: WeekOfUse): boolean {
  if (name === 'customPrompt' || name === 'settings') return false
  if (week.actions === 0) return name === 'approvalRequired'
  return name === 'allowedTools' || name === 'blockedTools' ? values[name].length > 0 : true
}

/** What a setting did in the last seven days, or would have done as it stands in the form. Nothing where nothing is known. */
export function SettingHint({ name, stored, values, week }: { name: SettingName; stored: SettingsValues; values: SettingsValues; week: WeekOfUse }) {
  const t = useTranslations('agents.hint')
  if (!hasHint(name, values, week)) return null
  if (week.actions === 0) return t('noActions')
  switch (name) {
    case 'approvalRequired':
      return stored.approvalRequired
        ? t.rich('approvalOn', { asked: week.asked, allowed: week.askedOnlyByApprovalRequired, b })
        : t.rich('approvalOff', { asked: week.allowedWithoutApproval, b })
    case 'autoTrigger':
      return stored.autoTrigger
        ? t.rich('autoOn', { asked: week.allowedWithoutPerson, b })
        : t.rich('autoOff', { allowed: week.askedOnlyForNoPerson, b })
    case 'maxActionsPerHour': {
      const limit = /^\d{1,7}$/.test(values.maxActionsPerHour.trim()) ? Number(values.maxActionsPerHour) : null
      const busiest = Math.max(0, ...week.hours)
      return limit === null ? t.rich('busiest', { busiest, b }) : t.rich('hour', { busiest, refused: overLimit(week.hours, limit), b })
    }
    case 'trustCeiling': {
      const ceiling = Number(values.trustCeiling)
      return t.rich('ceiling', { denied: sum(week.levels.slice(ceiling + 1)), level: `L${ceiling}`, b })
    }
    case 'allowedTools':
      return t.rich('tools', { denied: used(week.tools, (tool) => !values.allowedTools.includes(tool)), b })
    case 'blockedTools':
      return t.rich('tools', { denied: used(week.tools, (tool) => values.blockedTools.includes(tool)), b })
    default:
      return null
  }
}
