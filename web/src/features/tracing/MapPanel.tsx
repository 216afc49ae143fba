import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { Select } from 'antd'
import { useState } from 'react'
import {
  cityMap,
  districtShapes,
  tracings,
  type TracingCruise,
  type TracingDetail,
  type TracingHypothesis,
  type TracingPlume,
} from '../../api'
import { useI18n, useWords } from '../../i18n'
import { figure } from '../../lib/number'
import { LoadingNote, ProblemNote } from '../../ui/notes'
import { Panel } from '../../ui/page'
import { heightsOf, rangeOf } from './air'
import { airWords } from './airWords'
import { hypothesisOf, nameOf, type ThingKey } from './parts'
import { TimePanel } from './TimePanel'
import { TracingMap } from './TracingMap'
import { tracingWords } from './words'

/** Where the ranking has the hypothesis that is drawn for a chosen thing. */
export function useHypothesis(one: TracingDetail, selected: ThingKey | undefined) {
  const hypothesis =
    one.ranking && selected && selected !== 'nobody' ? hypothesisOf(one.ranking, selected) : undefined
  const place = hypothesis && one.ranking ? one.ranking.hypotheses.indexOf(hypothesis) : undefined
  return { hypothesis, place }
}

/** The map of a tracing, of the whole anomaly or of a time of its record. */
export function MapPanel({
  one,
  selected,
  onSelect,
  cruise,
}: {
  one: TracingDetail
  selected: ThingKey | undefined
  onSelect: (key: ThingKey) => void
  cruise: TracingCruise | undefined
}) {
  const [time, setTime] = useState<number>()
  // While the hand is on the slider, what is there already is drawn; the plume is asked for afterwards.
  const [settled, setSettled] = useState<number>()
  const [height, setHeight] = useState<number>()
  const city = useQuery({ queryKey: ['map'], queryFn: cityMap })
  const shapes = useQuery({ queryKey: ['shapes'], queryFn: districtShapes, staleTime: Infinity })
  const { hypothesis, place } = useHypothesis(one, selected)
  const plume = useQuery({
    queryKey: ['tracing', one.id, 'plume', one.shown, place, settled],
    queryFn: () => tracings.plume(one.id, one.shown, place ?? 0, settled),
    enabled: place !== undefined,
    staleTime: Infinity,
    placeholderData: keepPreviousData,
  })
  const drawn = place === undefined ? undefined : plume.data
  return (
    <Panel className="panel-flush">
      {shapes.data ? (
        <TracingMap
          one={one}
          shapes={shapes.data}
          tiles={city.data?.tiles}
          selected={selected}
          onSelect={onSelect}
          time={time}
          height={height}
          plume={drawn}
          cruise={cruise}
        />
      ) : (
        <LoadingNote />
      )}
      <TimePanel one={one} hypothesis={hypothesis} time={time} onTime={setTime} onSettled={setSettled} />
      {plume.error && <ProblemNote error={plume.error} />}
      <HeightChoice heights={heightsOf(one)} height={height} onHeight={setHeight} />
      <Legend one={one} hypothesis={hypothesis} plume={drawn} cruise={cruise} />
    </Panel>
  )
}

/** Which height of a lidar's profile the map shows. */
function HeightChoice({
  heights,
  height,
  onHeight,
}: {
  heights: number[]
  height: number | undefined
  onHeight: (height: number) => void
}) {
  const air = useWords(airWords)
  if (heights.length < 2) return null
  return (
    <label className="tracing-height">
      <span className="caption">{air.profileHeight}</span>
      <Select
        size="small"
        aria-label={air.profileHeight}
        value={height ?? heights[0]}
        onChange={onHeight}
        options={heights.map((value) => ({ value, label: `${figure(value)} m` }))}
      />
    </label>
  )
}

function Legend({
  one,
  hypothesis,
  plume,
  cruise,
}: {
  one: TracingDetail
  hypothesis: TracingHypothesis | undefined
  plume: TracingPlume | undefined
  cruise: TracingCruise | undefined
}) {
  const words = useWords(tracingWords)
  const air = useWords(airWords)
  const { name } = useI18n()
  const range = plume && rangeOf(plume)
  const what = hypothesis?.things.map((thing) => nameOf(thing, name, words.thing)).join(words.together) ?? ''
  return (
    <div className="tracing-legend">
      <span className="tracing-key tracing-key-asked">{words.legendAsked}</span>
      <span className="tracing-key tracing-key-station">{words.legendStation}</span>
      <span className="tracing-key tracing-key-candidate">{words.legendCandidate}</span>
      {one.tracks.length > 0 && <span className="tracing-key tracing-key-track">{words.legendTrack}</span>}
      <span className="tracing-key tracing-key-free">{words.legendUnregistered}</span>
      {cruise && cruise.pieces.length > 0 && (
        <span className="tracing-key tracing-key-cruise">{air.legendCruise}</span>
      )}
      {plume && (
        <span className="tracing-key tracing-key-plume">
          {range ? air.legendPlume(what, figure(range.low), figure(range.high)) : air.legendNoPlume}
        </span>
      )}
      <p className="caption">{words.mapHint}</p>
    </div>
  )
}
