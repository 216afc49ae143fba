import type { Wind } from '../../api'
import { useWords } from '../../i18n'
import { shortTime } from '../../lib/time'
import { mapWords } from './words'

/** Where the wind blows: an arrow with it, and the name of where it comes from. */
export function WindArrow({ wind, now }: { wind: Wind | null | undefined; now: string }) {
  const words = useWords(mapWords)
  if (!wind) return <div className="map-wind faint">{words.noWind}</div>
  const direction = words.directions[Math.round(wind.direction_deg / 45) % 8] ?? ''
  return (
    <div className="map-wind">
      <svg viewBox="0 0 32 32" width="32" height="32" aria-hidden="true">
        <g transform={`rotate(${wind.direction_deg + 180} 16 16)`}>
          <path d="M16 28V5M16 4l-6 8M16 4l6 8" />
        </g>
      </svg>
      <span>
        {words.windFrom(direction, wind.speed_ms.toFixed(1))}
        <small>{words.asOf(shortTime(wind.time, now))}</small>
      </span>
    </div>
  )
}
