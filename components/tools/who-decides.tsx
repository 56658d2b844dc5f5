'use client'
import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { Field } from '@/components/ui/field'
import { Input } from '@/components/ui/input'
import { Select } from '@/components/ui/select'
import type { GroupRow } from '@/lib/groups/queries'

interface WhoDecidesProps {
  groups: readonly GroupRow[]
  required: number
  group: string
  critical: boolean
}

/** How many people have to say yes, and which ones are asked; warns when these are too few. */
export function WhoDecides({ groups, required, group, critical }: WhoDecidesProps) {
  const t = useTranslations('tools')
  const [people, setPeople] = useState(String(required))
  const [chosen, setChosen] = useState(group)
  const asked = groups.find(({ id }) => id === chosen)
  const able = asked?.members.filter(({ decides }) => decides).length ?? 0
  const needed = Math.max(Number(people) || 1, critical ? 2 : 1)
  const short = asked && able < needed
  return (
    <>
      <Field name="requiredApprovals" label={t('field.requiredApprovals')} description={t('field.requiredApprovalsAbout')}>
        <Input type="number" inputMode="numeric" min={1} max={10} required className="max-w-[112px]" defaultValue={required} onChange={(event) => setPeople(event.target.value)} />
      </Field>
      <Field
        name="reviewerGroup"
        label={t('field.reviewerGroup')}
        description={t('field.reviewerGroupAbout')}
        effect={short ? <span className="text-warn">{t('tooFew', { able, needed })}</span> : undefined}
      >
        <Select defaultValue={group} onChange={(event) => setChosen(event.target.value)}>
          <option value="">{t('everyReviewer')}</option>
          {groups.map(({ id, name }) => <option key={id} value={id}>{name}</option>)}
        </Select>
      </Field>
    </>
  )
}
