import { Button, Input, Modal } from 'antd'
import { useState } from 'react'
import { rules, type KindRules, type Rule } from '../../api'
import { useI18n, useWords, wordFor } from '../../i18n'
import { dateTime } from '../../lib/time'
import { useAttempt } from '../../lib/useAttempt'
import { EmptyNote, ProblemNote } from '../../ui/notes'
import { Panel } from '../../ui/page'
import { ExtentText } from './ExtentField'
import { inTheWay } from './extents'
import { ParameterValue } from './ParameterPanel'
import { Sheet } from './Sheet'
import { ruleWords } from './words'

/** All rules of a kind, with who did what, and what can still be done with them. */
export function RuleHistory({ kind, now }: { kind: KindRules; now: string }) {
  const words = useWords(ruleWords)
  return (
    <Panel title={words.history} className="panel-table">
      {kind.rules.length === 0 ? (
        <EmptyNote title={words.noHistory}>{words.noHistoryHint}</EmptyNote>
      ) : (
        <Sheet label={words.history} className="rule-history">
          <thead>
            <tr>
              <th scope="col">{words.column.rule}</th>
              <th scope="col">{words.column.state}</th>
              <th scope="col">{words.column.values}</th>
              <th scope="col">{words.column.by}</th>
              <th scope="col">{words.column.acts}</th>
            </tr>
          </thead>
          <tbody>
            {kind.rules.map((rule) => (
              <tr key={rule.id} data-rule={rule.id} data-state={rule.state}>
                <th scope="row" className="nowrap mono">
                  {rule.id}
                </th>
                <td>
                  <Standing rule={rule} />
                </td>
                <td>
                  <Changes kind={kind} rule={rule} />
                </td>
                <td>
                  <Hands rule={rule} />
                </td>
                <td>
                  <Acts kind={kind} rule={rule} now={now} />
                </td>
              </tr>
            ))}
          </tbody>
        </Sheet>
      )}
    </Panel>
  )
}

function Standing({ rule }: { rule: Rule }) {
  const words = useWords(ruleWords)
  const from = rule.judges_from ?? rule.valid_from
  const to = rule.judges_to ?? rule.valid_to
  return (
    <>
      <span className={`rule-state rule-state-${rule.state}`}>{wordFor(words.state, rule.state)}</span>
      {from && (
        <span className="caption">
          <br />
          {words.span(dateTime(from), to ? dateTime(to) : words.endless)}
        </span>
      )}
    </>
  )
}

function Changes({ kind, rule }: { kind: KindRules; rule: Rule }) {
  const words = useWords(ruleWords)
  const { name, language } = useI18n()
  const named = Object.entries(rule.values).map(([code, value]) => {
    const parameter = kind.parameters.find((one) => one.code === code)
    return { code, value, parameter }
  })
  return (
    <>
      <ul className="rule-changes">
        {named.length === 0 && <li>{words.defaults}</li>}
        {named.map(({ code, value, parameter }) => (
          <li key={code}>
            {parameter ? name(parameter) : code}{' '}
            <b>{parameter ? <ParameterValue parameter={parameter} value={value} /> : value}</b>
          </li>
        ))}
      </ul>
      <p className="caption">
        <ExtentText extent={rule.extent} /> · {rule.reason}
      </p>
      {rule.problems.length > 0 && (
        <p className="urgent caption" role="note">
          {words.problems}: {rule.problems.map((problem) => problem[language]).join(' · ')}
        </p>
      )}
    </>
  )
}

function Hands({ rule }: { rule: Rule }) {
  const words = useWords(ruleWords)
  return (
    <ul className="rule-hands">
      <li>{words.proposedAt(rule.proposed.by.name, dateTime(rule.proposed.at))}</li>
      {rule.activated && <li>{words.activatedAt(rule.activated.by.name, dateTime(rule.activated.at))}</li>}
      {rule.replaced_by && <li>{words.replacedBy(rule.replaced_by)}</li>}
      {rule.retired && (
        <li>
          {words.retiredAt(rule.retired.by.name, dateTime(rule.retired.at))}
          <span className="caption"> · {rule.retired_because}</span>
        </li>
      )}
    </ul>
  )
}

function Acts({ kind, rule, now }: { kind: KindRules; rule: Rule; now: string }) {
  const words = useWords(ruleWords)
  const [doing, setDoing] = useState<'activate' | 'retire'>()
  const ready = Date.parse(rule.shadow_until) <= Date.parse(now)
  return (
    <span className="rule-acts">
      {rule.may_activate && (
        <Button size="small" disabled={!ready} onClick={() => setDoing('activate')}>
          {words.activate}
        </Button>
      )}
      {rule.state === 'shadow' && !ready && (
        <span className="caption">{words.activateFrom(dateTime(rule.shadow_until))}</span>
      )}
      {rule.may_retire && (
        <Button size="small" onClick={() => setDoing('retire')}>
          {words.retire}
        </Button>
      )}
      {doing === 'activate' && <ActivateForm kind={kind} rule={rule} onClose={() => setDoing(undefined)} />}
      {doing === 'retire' && <RetireForm rule={rule} onClose={() => setDoing(undefined)} />}
    </span>
  )
}

const STALE = ['rules', 'ledger']

function ActivateForm({ kind, rule, onClose }: { kind: KindRules; rule: Rule; onClose: () => void }) {
  const words = useWords(ruleWords)
  const replaces = inTheWay(kind.rules, rule).map(({ id }) => id)
  const activate = useAttempt(
    (ids: string[], key: string) => rules.activate(rule.id, ids, key),
    STALE,
    onClose,
  )
  return (
    <Modal
      open
      title={words.activateTitle(rule.id)}
      okText={words.activate}
      cancelText={words.cancel}
      okButtonProps={{ loading: activate.isPending }}
      onCancel={onClose}
      onOk={() => activate.mutate(replaces)}
    >
      <p>{words.activateText}</p>
      {replaces.length > 0 && <p>{words.activateReplaces(replaces.join(', '))}</p>}
      {activate.error && <ProblemNote error={activate.error} />}
    </Modal>
  )
}

function RetireForm({ rule, onClose }: { rule: Rule; onClose: () => void }) {
  const words = useWords(ruleWords)
  const [text, setText] = useState('')
  const retire = useAttempt(
    (reason: string, key: string) => rules.retire(rule.id, reason, key),
    STALE,
    onClose,
  )
  return (
    <Modal
      open
      title={words.retireTitle(rule.id)}
      okText={words.confirm}
      cancelText={words.cancel}
      okButtonProps={{ disabled: text.trim() === '', loading: retire.isPending }}
      onCancel={onClose}
      onOk={() => retire.mutate(text)}
    >
      <Input
        aria-label={words.retireTitle(rule.id)}
        maxLength={500}
        value={text}
        onChange={(event) => setText(event.target.value)}
      />
      {retire.error && <ProblemNote error={retire.error} keptDraft />}
    </Modal>
  )
}
