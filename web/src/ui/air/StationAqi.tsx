import { useQuery } from '@tanstack/react-query'
import { stationAqi } from '../../api'
import { useWords } from '../../i18n'
import { dateTime } from '../../lib/time'
import { Loaded } from '../notes'
import { UnverifiedTag } from '../tags'
import { AirParts } from './AirParts'
import { airWords } from './words'

/** The air quality index of a station's newest hour, with the rule it is made by. */
export function StationAqi({ station }: { station: string }) {
  const words = useWords(airWords)
  const air = useQuery({
    queryKey: ['station-aqi', station],
    queryFn: () => stationAqi(station),
    refetchInterval: 60_000,
  })
  return (
    <section className="station-aqi">
      <h3>{words.title}</h3>
      <Loaded query={air}>
        {(data) => (
          <>
            <AirParts index={data} levels={data.levels} />
            <p className="caption">
              {data.hour ? words.hour(dateTime(data.hour)) : words.noHour}
              {data.rule && ` · ${data.rule.source} (${data.rule.pack} ${data.rule.version})`}
              {data.rule?.unverified && <UnverifiedTag />}
            </p>
          </>
        )}
      </Loaded>
    </section>
  )
}
