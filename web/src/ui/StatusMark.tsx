import type { Status } from '../api'
import { useI18n } from '../i18n'
import { SHAPES } from '../lib/status'

/** The paths of the shapes in a 16×16 box, shared by marks, map symbols and legends. */
const SHAPE_PATHS: Record<(typeof SHAPES)[Status], string> = {
  circle: 'M8 2.5a5.5 5.5 0 1 0 0 11a5.5 5.5 0 1 0 0-11Z',
  triangle: 'M8 1.8 14.8 13.6H1.2Z',
  diamond: 'M8 1 15 8 8 15 1 8Z',
  square: 'M3 3h10v10H3Z',
  ring: 'M8 3.2a4.8 4.8 0 1 0 0 9.6a4.8 4.8 0 1 0 0-9.6Z',
}

/** The SVG of a status as text, for places outside React (the map's symbols). */
export function statusSvg(status: Status, size: number): string {
  const shape = SHAPES[status]
  return `<svg class="shape shape-${status}" viewBox="0 0 16 16" width="${size}" height="${size}" aria-hidden="true"><path d="${SHAPE_PATHS[shape]}"/></svg>`
}

export function StatusShape({ status, size = 12 }: { status: Status; size?: number }) {
  return (
    <svg
      className={`shape shape-${status}`}
      viewBox="0 0 16 16"
      width={size}
      height={size}
      aria-hidden="true"
    >
      <path d={SHAPE_PATHS[SHAPES[status]]} />
    </svg>
  )
}

/** A status by shape, colour and word. */
export function StatusMark({ status }: { status: Status }) {
  const { t } = useI18n()
  return (
    <span className={`status status-${status}`}>
      <StatusShape status={status} />
      {t.status[status]}
    </span>
  )
}
