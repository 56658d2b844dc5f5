'use client'
import { useTranslations } from 'next-intl'
import { useId, useState } from 'react'
import { ActionForm } from '@/components/ui/action-form'
import type { FormAction } from '@/components/ui/action-result'
import { useFormState } from '@/components/ui/form-context'
import { Input } from '@/components/ui/input'
import { Select } from '@/components/ui/select'
import { SubmitButton } from '@/components/ui/submit-button'
import { Tag } from '@/components/ui/tag'
import { toast } from '@/components/ui/toast'
import type { PermissionRow as Rule } from '@/lib/agents/permission-matrix'

const EFFECTS = ['none', 'allow', 'review', 'deny'] as const

/** One tool and what this agent may do with it; a small form of its own, so that a conflict stays in its row. */
export function PermissionRow({ agentId, rule, action }: { agentId: string; rule: Rule; action?: FormAction<unknown> }) {
  const t = useTranslations('agents.permissions')
  return (
    <li className="grid items-center gap-x-4 gap-y-1.5 border-b border-line py-2.5 last:border-0 md:grid-cols-[minmax(0,1fr)_minmax(0,1.4fr)]">
      <div className="min-w-0">
        <code className="text-13 break-all">{rule.toolId}</code> <Tag>{`L${rule.trustLevel}`}</Tag>
        {rule.toolName !== rule.toolId && <span className="block truncate text-12 text-ink-3"><bdi>{rule.toolName}</bdi></span>}
      </div>
      <div>
        {action ? (
          <ActionForm action={action} onSuccess={() => toast.success(t('saved', { tool: rule.toolId }))} className="gap-1.5">
            <RuleFields key={`${rule.version}:${rule.effect}`} agentId={agentId} rule={rule} />
          </ActionForm>
        ) : (
          <span className="text-13">
            {t(`effect.${rule.effect ?? 'none'}`)}
            {rule.limit && <span className="text-ink-2"> · {t('upTo', { amount: `${rule.limit} ${rule.currency ?? ''}` })}</span>}
          </span>
        )}
      </div>
    </li>
  )
}

function RuleFields({ agentId, rule }: { agentId: string; rule: Rule }) {
  const t = useTranslations('agents.permissions')
  const { result } = useFormState()
  const stored = { effect: rule.effect ?? 'none', limit: rule.limit ?? '' }
  const [effect, setEffect] = useState<string>(stored.effect)
  const [limit, setLimit] = useState(stored.limit)
  const errorId = useId()
  const limited = rule.currency !== null && (effect === 'allow' || effect === 'review')
  const dirty = effect !== stored.effect || (limited && limit !== stored.limit)
  const error = result && !result.ok ? result.fieldErrors.limit : undefined
  return (
    <>
      <input type="hidden" name="agentId" value={agentId} />
      <input type="hidden" name="toolId" value={rule.toolId} />
      <input type="hidden" name="version" value={rule.version} />
      <input type="hidden" name="currency" value={rule.currency ?? ''} />
      <div className="flex flex-wrap items-center gap-2">
        <Select name="effect" aria-label={t('effectOf', { tool: rule.toolId })} value={effect} onChange={(event) => setEffect(event.target.value)} className="w-[132px]">
          {EFFECTS.map((one) => <option key={one} value={one}>{t(`effect.${one}`)}</option>)}
        </Select>
        {limited && (
          <span className="inline-flex items-center gap-2 text-13 text-ink-2">
            {t('upToLabel')}
            <Input
              name="limit" inputMode="decimal" aria-label={t('limitOf', { tool: rule.toolId })} placeholder={t('noLimit')} value={limit}
              aria-invalid={error ? true : undefined} aria-describedby={error ? errorId : undefined}
              onChange={(event) => setLimit(event.target.value)} className="w-[152px] text-end nums max-sm:w-[128px]"
            />
            {rule.currency}
          </span>
        )}
        {dirty && <SubmitButton size="sm">{t('save')}</SubmitButton>}
        <noscript><SubmitButton size="sm">{t('save')}</SubmitButton></noscript>
      </div>
      {error && <p id={errorId} className="text-13 text-bad">{error}</p>}
    </>
  )
}
