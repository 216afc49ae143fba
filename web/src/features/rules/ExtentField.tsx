import { Input, Select } from 'antd'
import { useId } from 'react'
import type { ExtentKind, NamedCode, RuleBook, RuleExtent } from '../../api'
import { useI18n, useWords } from '../../i18n'
import type { Choice } from './extents'
import { ruleWords } from './words'

const KINDS: readonly ExtentKind[] = ['city', 'districts', 'trades', 'enterprises']

/** Whom a new rule is to judge. */
export function ExtentField({
  book,
  choice,
  onChoose,
}: {
  book: RuleBook
  choice: Choice
  onChoose: (choice: Choice) => void
}) {
  const words = useWords(ruleWords)
  const id = useId()
  const { kind } = choice
  return (
    <>
      <div className="rule-extent">
        <label htmlFor={`${id}-kind`} className="caption">
          {words.extent}
        </label>
        <Select
          id={`${id}-kind`}
          value={kind}
          options={KINDS.map((value) => ({ value, label: words.extentKind[value] }))}
          onChange={(value: ExtentKind) => onChoose({ ...choice, kind: value })}
        />
      </div>
      {(kind === 'districts' || kind === 'trades') && (
        <Several
          label={words.extentKind[kind]}
          all={book[kind]}
          chosen={choice[kind]}
          onChoose={(codes) => onChoose({ ...choice, [kind]: codes })}
        />
      )}
      {kind === 'enterprises' && (
        <label className="rule-reason">
          <span className="caption">{words.extentCodes}</span>
          <Input.TextArea
            autoSize={{ minRows: 2, maxRows: 8 }}
            className="mono"
            value={choice.enterprises}
            onChange={(event) => onChoose({ ...choice, enterprises: event.target.value })}
          />
        </label>
      )}
    </>
  )
}

function Several({
  label,
  all,
  chosen,
  onChoose,
}: {
  label: string
  all: NamedCode[]
  chosen: string[]
  onChoose: (codes: string[]) => void
}) {
  const { name } = useI18n()
  const id = useId()
  return (
    <div className="rule-extent">
      <label htmlFor={id} className="caption">
        {label}
      </label>
      <Select
        id={id}
        mode="multiple"
        showSearch={{ optionFilterProp: 'label' }}
        value={chosen}
        options={all.map((one) => ({ value: one.code, label: `${name(one)} ${one.code}` }))}
        onChange={onChoose}
      />
    </div>
  )
}

/** Whom a rule judges. */
export function ExtentText({ extent }: { extent: RuleExtent }) {
  const words = useWords(ruleWords)
  const { name } = useI18n()
  if (extent.kind === 'city') return <>{words.extentKind.city}</>
  return (
    <>
      {words.extentKind[extent.kind]}: {extent.of.map(name).join(words.listSeparator)}
    </>
  )
}
