import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { Input, Modal, Radio, Select } from 'antd'
import { useRef, useState } from 'react'
import { cityMap, credentials, type ShownSecret } from '../../../api'
import { useI18n, useWords } from '../../../i18n'
import { uuid } from '../../../lib/random'
import { ProblemNote } from '../../../ui/notes'
import { Field } from '../../alarms/commands/Field'
import { credentialWords } from './words'

/** Gives a meter or a program its secret. */
export function IssueForm({
  meters,
  onClose,
  onIssued,
}: {
  meters: string[]
  onClose: () => void
  onIssued: (secret: ShownSecret) => void
}) {
  const words = useWords(credentialWords)
  const { t, name: nameOf } = useI18n()
  const queries = useQueryClient()
  const city = useQuery({ queryKey: ['map'], queryFn: cityMap })
  const [kind, setKind] = useState<'meter' | 'push'>('meter')
  const [name, setName] = useState<string>()
  const [sources, setSources] = useState<string[]>([])
  const [expires, setExpires] = useState('')
  const key = useRef(uuid())
  const issue = useMutation({
    mutationFn: () =>
      credentials.issue(
        {
          holder: `${kind}:${name?.trim() ?? ''}`,
          sources: kind === 'push' ? sources : [],
          // The end of that day in China.
          ...(expires && { expires_at: `${expires}T23:59:59+08:00` }),
        },
        key.current,
      ),
    onSuccess: (secret) => {
      void queries.invalidateQueries({ queryKey: ['credentials'] })
      onIssued(secret)
      onClose()
    },
    // What was refused is not carried out: another try is another command.
    onError: () => {
      key.current = uuid()
    },
  })
  const options = [
    ...(city.data?.stations ?? []).map((station) => ({
      value: `station:${station.id}`,
      label: nameOf(station),
    })),
    ...(city.data?.outlets ?? []).map((outlet) => ({ value: `outlet:${outlet.id}`, label: nameOf(outlet) })),
    ...meters.map((meter) => ({ value: `meter:${meter}`, label: meter })),
  ]
  const ready = Boolean(name?.trim()) && (kind === 'meter' || sources.length > 0)
  return (
    <Modal
      open
      title={words.add}
      onCancel={onClose}
      onOk={() => issue.mutate()}
      okText={words.add}
      cancelText={t.common.cancel}
      okButtonProps={{ disabled: !ready, loading: issue.isPending }}
    >
      <div className="command-form">
        <Field label={words.kind}>
          <Radio.Group
            value={kind}
            onChange={(event) => {
              setKind(event.target.value as 'meter' | 'push')
              setName(undefined)
            }}
            options={[
              { value: 'meter', label: words.meter },
              { value: 'push', label: words.push },
            ]}
          />
        </Field>
        {kind === 'meter' ? (
          <Field label={words.whichMeter} id="credential-meter">
            <Select
              id="credential-meter"
              showSearch
              value={name}
              onChange={setName}
              options={meters.map((meter) => ({ value: meter, label: meter }))}
            />
          </Field>
        ) : (
          <>
            <Field label={words.pushName} id="credential-name" hint={words.pushNameHint}>
              <Input
                id="credential-name"
                value={name ?? ''}
                maxLength={64}
                onChange={(event) => setName(event.target.value)}
              />
            </Field>
            <Field label={words.sources} id="credential-sources" hint={words.sourcesHint}>
              <Select
                id="credential-sources"
                mode="tags"
                showSearch={{ optionFilterProp: 'label' }}
                placeholder={words.cruise}
                value={sources}
                onChange={setSources}
                options={options}
              />
            </Field>
          </>
        )}
        <Field label={words.expires} id="credential-expires" hint={words.expiresHint} optional>
          <Input
            id="credential-expires"
            type="date"
            value={expires}
            onChange={(event) => setExpires(event.target.value)}
          />
        </Field>
        {issue.error && <ProblemNote error={issue.error} />}
      </div>
    </Modal>
  )
}
