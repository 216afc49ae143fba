import { Button, Slider } from 'antd'
import type { TracingDetail, TracingHypothesis } from '../../api'
import { useI18n, useWords } from '../../i18n'
import { figure } from '../../lib/number'
import { dateTime } from '../../lib/time'
import { STEP_MS, stepsOf, valuesAt, windAround } from './air'
import { airWords, compassOf } from './airWords'
import { meanWinds } from './parts'

/** An instant of the record: its wind, and what each station showed and should have shown. */
export function TimePanel({
  one,
  hypothesis,
  time,
  onTime,
  onSettled,
}: {
  one: TracingDetail
  hypothesis: TracingHypothesis | undefined
  time: number | undefined
  onTime: (time: number | undefined) => void
  /** The hand is off the slider. */
  onSettled: (time: number | undefined) => void
}) {
  const words = useWords(airWords)
  const { first, last } = stepsOf(one)
  const back = () => {
    onTime(undefined)
    onSettled(undefined)
  }
  return (
    <div className="tracing-time">
      <div className="tracing-time-head">
        <strong>{words.time}</strong>
        <span className="tracing-time-said">{time === undefined ? words.whole : dateTime(time)}</span>
        {time !== undefined && <WindWords one={one} time={time} />}
        {time !== undefined && (
          <Button size="small" onClick={back}>
            {words.whole}
          </Button>
        )}
      </div>
      <Slider
        min={first}
        max={last}
        step={STEP_MS}
        value={time ?? Math.min(Math.max(Date.parse(one.anomaly_from), first), last)}
        onChange={onTime}
        onChangeComplete={onSettled}
        tooltip={{ formatter: (value) => (value === undefined ? '' : dateTime(value)) }}
        ariaLabelForHandle={words.slider}
        ariaValueTextFormatterForHandle={(value) => dateTime(value)}
      />
      {time === undefined ? (
        <p className="caption">{words.wholeHint}</p>
      ) : (
        <ValuesTable one={one} hypothesis={hypothesis} time={time} />
      )}
    </div>
  )
}

function WindWords({ one, time }: { one: TracingDetail; time: number }) {
  const words = useWords(airWords)
  const [wind] = meanWinds(windAround(one, time))
  const said = !wind
    ? words.windUnknown
    : wind.from === undefined
      ? words.calm
      : words.windAt(wind.speed.toFixed(1), words.from(compassOf(wind.from, words.compass)))
  return <span className="secondary">{said}</span>
}

function ValuesTable({
  one,
  hypothesis,
  time,
}: {
  one: TracingDetail
  hypothesis: TracingHypothesis | undefined
  time: number
}) {
  const words = useWords(airWords)
  const { name } = useI18n()
  const stations = new Set(
    one.instruments.filter(({ granularity }) => granularity !== 'track').map(({ station }) => station.code),
  )
  const rows = valuesAt(hypothesis, time).filter(({ station }) => stations.has(station.code))
  if (rows.length === 0) return null
  const cell = (value: number | undefined) =>
    value === undefined ? <span className="secondary">{words.noValue}</span> : figure(value)
  return (
    <div className="tracing-values">
      <table>
        <caption>{words.atStation}（µg/m³）</caption>
        <thead>
          <tr>
            <th scope="col">{words.station}</th>
            <th scope="col">{words.measured}</th>
            <th scope="col">{words.background}</th>
            <th scope="col">{words.modelled}</th>
          </tr>
        </thead>
        <tbody>
          {rows.map(({ station, point }) => (
            <tr key={station.code}>
              <th scope="row">{name(station)}</th>
              <td>{cell(point?.measured)}</td>
              <td>{cell(point?.background)}</td>
              <td>{cell(point?.modelled)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}
