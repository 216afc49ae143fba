import type { EnterpriseDetail, Meter, Named } from '../../api'
import { useI18n, useWords } from '../../i18n'
import { figure } from '../../lib/number'
import { Panel, Quantity } from '../../ui/page'
import { enterpriseWords } from './words'

/** Production lines, each with the facilities that treat what it emits, and the power of both. */
export function Equipment({ enterprise }: { enterprise: EnterpriseDetail }) {
  const words = useWords(enterpriseWords)
  return (
    <Panel title={words.lines}>
      {enterprise.lines.length === 0 && <p className="secondary">{words.noLines}</p>}
      <ul className="plain-list equipment">
        {enterprise.lines.map((line) => {
          const units = enterprise.treatment_units.filter((unit) => unit.treats.includes(line.id))
          return (
            <li key={line.id}>
              <Machine named={line} meter={line.meter} />
              {units.map((unit) => (
                <div key={unit.id} className="equipment-treatment">
                  <Machine named={unit} meter={unit.meter} treats />
                </div>
              ))}
              {units.length === 0 && <span className="caption equipment-treatment">{words.untreated}</span>}
            </li>
          )
        })}
      </ul>
    </Panel>
  )
}

function Machine({
  named,
  meter,
  treats = false,
}: {
  named: Named
  meter: Meter | null | undefined
  treats?: boolean
}) {
  const words = useWords(enterpriseWords)
  const { name } = useI18n()
  return (
    <span className="item-line">
      <span>
        {treats && <span className="caption">{words.treats} </span>}
        {name(named)}
      </span>
      {meter ? (
        <span>
          <Quantity value={meter.latest?.value} unit="kW" strong />
          {typeof meter.rated_kw === 'number' && (
            <span className="caption"> {words.rated(figure(meter.rated_kw))}</span>
          )}
        </span>
      ) : (
        <span className="caption">{words.noMeter}</span>
      )}
    </span>
  )
}
