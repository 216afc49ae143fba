import { useQuery } from '@tanstack/react-query'
import { Segmented } from 'antd'
import { statistics, type Section, type WaterStatistics } from '../../api'
import { useI18n, useWords } from '../../i18n'
import { count } from '../../lib/number'
import { EmptyNote, Loaded } from '../../ui/notes'
import { Panel, Quantity } from '../../ui/page'
import { UnverifiedTag } from '../../ui/tags'
import { RuleWhy } from './RuleWhy'
import { statisticsWords } from './words'

interface Props {
  period: string
  body: string | null
  onSearch: (changes: Record<string, string | undefined>) => void
}

const BODIES = ['river', 'lake'] as const

export function WaterTab({ period, body, onSearch }: Props) {
  const words = useWords(statisticsWords)
  const chosen = body === 'lake' ? 'lake' : 'river'
  const water = useQuery({
    queryKey: ['water-statistics', period, chosen],
    queryFn: () => statistics.water({ period, body: chosen }),
    placeholderData: (previous) => previous,
  })
  return (
    <>
      <div className="filters no-print">
        <Segmented
          aria-label={words.body}
          value={chosen}
          onChange={(value) => onSearch({ body: value })}
          options={BODIES.map((value) => ({ value, label: words.bodies[value] }))}
        />
        <span className="caption">{words.bodyHint}</span>
      </div>
      <Loaded query={water}>{(data) => <Sections water={data} />}</Loaded>
    </>
  )
}

function Sections({ water }: { water: WaterStatistics }) {
  const words = useWords(statisticsWords)
  const { name } = useI18n()
  if (water.sections.length === 0)
    return <EmptyNote title={words.noSections}>{words.noSectionsHint}</EmptyNote>
  const rules = [
    water.rule,
    ...water.sections.flatMap((section) => section.factors.map((factor) => factor.rule)),
  ]
  const shown = rules.filter((rule) => rule !== null && rule !== undefined)
  const unique = [...new Map(shown.map((rule) => [rule.rule, rule])).values()]
  return (
    <>
      {water.sections.map((section) => (
        <Panel
          key={section.station.code}
          title={name(section.station)}
          extra={<SectionVerdict section={section} />}
          className="panel-table"
        >
          <FactorClasses section={section} />
        </Panel>
      ))}
      <Panel>
        <RuleWhy rules={unique}>
          <p>{words.waterWhy}</p>
        </RuleWhy>
      </Panel>
    </>
  )
}

function SectionVerdict({ section }: { section: Section }) {
  const words = useWords(statisticsWords)
  if (section.class === null || section.class === undefined)
    return <span className="secondary">{words.noClass}</span>
  return (
    <span>
      <b>{words.classes[section.class - 1]}</b>{' '}
      <span className="caption">
        {section.good === true && words.isGood}
        {section.good === false && words.isNotGood}{' '}
        {words.assessedOf(count(section.assessed), section.indicators ? count(section.indicators) : '?')}
      </span>
    </span>
  )
}

function FactorClasses({ section }: { section: Section }) {
  const words = useWords(statisticsWords)
  const { name } = useI18n()
  if (section.factors.length === 0) return <p className="secondary">{words.noHours}</p>
  return (
    <div className="scroll-x">
      <table className="sheet">
        <thead>
          <tr>
            <th scope="col">{words.column.factor}</th>
            <th scope="col" className="number">
              {words.column.mean}
            </th>
            <th scope="col" className="number">
              {words.column.validHours}
            </th>
            <th scope="col">{words.column.class}</th>
          </tr>
        </thead>
        <tbody>
          {section.factors.map((factor) => (
            <tr key={factor.factor}>
              <td>{name(factor)}</td>
              <td className="number">
                <Quantity value={factor.mean} unit={factor.unit} />
              </td>
              <td className="number">{count(factor.hours)}</td>
              <td>
                {factor.class ? (
                  words.classes[factor.class - 1]
                ) : (
                  <span className="faint">{words.noLimitKnown}</span>
                )}
                {section.deciding.includes(factor.factor) && <b className="wei-text"> {words.decides}</b>}
                {!factor.assessed && factor.class && <span className="caption"> {words.notAssessed}</span>}
                {factor.rule?.unverified && <UnverifiedTag />}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}
