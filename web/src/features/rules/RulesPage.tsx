import { useQuery } from '@tanstack/react-query'
import { Link, useParams } from 'wouter'
import { rules, type KindPrecision, type KindRules, type RuleBook } from '../../api'
import { useI18n, useWords } from '../../i18n'
import { dateTime } from '../../lib/time'
import { Loaded } from '../../ui/notes'
import { PageHead, Panel } from '../../ui/page'
import { ParameterPanel } from './ParameterPanel'
import { PrecisionFigure, PrecisionPanel } from './PrecisionPanel'
import { ReplayPanel } from './ReplayPanel'
import { RuleHistory } from './RuleHistory'
import { ShadowPanel } from './ShadowPanel'
import { Sheet } from './Sheet'
import { ruleWords } from './words'
import './rules.css'

/** By what each kind of alarm is judged, what is being tried, and how often it was right. */
export default function RulesPage() {
  const words = useWords(ruleWords)
  const book = useQuery({ queryKey: ['rules', 'book'], queryFn: rules.list, refetchInterval: 60_000 })
  const precision = useQuery({ queryKey: ['rules', 'precision'], queryFn: () => rules.precision(12) })
  const { kind } = useParams<{ kind?: string }>()
  return (
    <div className="page rules">
      <PageHead title={words.title} note={<span>{words.hint}</span>} />
      <Loaded query={book}>
        {(data) => {
          const chosen = data.kinds.find((one) => one.kind === kind) ?? data.kinds[0]
          return (
            <>
              <KindTable book={data} precision={precision.data?.kinds} chosen={chosen?.kind} />
              {chosen && (
                <KindPanels
                  key={chosen.kind}
                  book={data}
                  kind={chosen}
                  precision={precision.data?.kinds.find((one) => one.kind === chosen.kind)}
                />
              )}
            </>
          )
        }}
      </Loaded>
    </div>
  )
}

function KindTable({
  book,
  precision,
  chosen,
}: {
  book: RuleBook
  precision: KindPrecision[] | undefined
  chosen: string | undefined
}) {
  const words = useWords(ruleWords)
  const { t } = useI18n()
  return (
    <Panel className="panel-table">
      <Sheet label={words.title}>
        <thead>
          <tr>
            <th scope="col">{words.column.kind}</th>
            <th scope="col">{words.column.inForce}</th>
            <th scope="col">{words.column.shadow}</th>
            <th scope="col">{words.column.precision}</th>
          </tr>
        </thead>
        <tbody>
          {book.kinds.map((kind) => (
            <tr key={kind.kind} data-kind={kind.kind} className={kind.kind === chosen ? 'row-chosen' : ''}>
              <th scope="row">
                <Link href={`/rules/${kind.kind}`} aria-current={kind.kind === chosen || undefined}>
                  {t.kind[kind.kind]}
                </Link>
              </th>
              <td>
                <InForce kind={kind} />
              </td>
              <td className="nowrap">{kind.shadow ?? <span className="faint">{words.noShadow}</span>}</td>
              <td className="nowrap">
                <PrecisionFigure judged={precision?.find((one) => one.kind === kind.kind)?.all} />
              </td>
            </tr>
          ))}
        </tbody>
      </Sheet>
    </Panel>
  )
}

function InForce({ kind }: { kind: KindRules }) {
  const words = useWords(ruleWords)
  const rule = kind.rules.find(({ id }) => id === kind.in_force)
  const narrower = kind.rules.filter(({ id, state }) => state === 'in_force' && id !== kind.in_force)
  const others = narrower.length > 0 && (
    <span className="caption" title={narrower.map(({ id }) => id).join(', ')}>
      {' · '}
      {words.narrower(narrower.length)}
    </span>
  )
  if (!rule) {
    return (
      <>
        <span className="secondary">{words.defaults}</span>
        {others}
      </>
    )
  }
  return (
    <>
      {rule.id}
      {rule.judges_from && (
        <span className="caption">
          {' · '}
          {words.column.since} {dateTime(rule.judges_from)} · {rule.activated?.by.name}
        </span>
      )}
      {others}
    </>
  )
}

function KindPanels({
  book,
  kind,
  precision,
}: {
  book: RuleBook
  kind: KindRules
  precision: KindPrecision | undefined
}) {
  const tried = kind.shadow ?? kind.in_force
  return (
    <>
      <ParameterPanel book={book} kind={kind} />
      {kind.shadow && <ShadowPanel id={kind.shadow} />}
      {tried && (
        <ReplayPanel key={tried} id={tried} kind={kind.kind} now={book.now} mayBegin={book.may_propose} />
      )}
      <RuleHistory kind={kind} now={book.now} />
      {precision && <PrecisionPanel precision={precision} />}
    </>
  )
}
