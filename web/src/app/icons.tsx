import type { PlaceName } from './access'

const PATHS: Record<PlaceName, string> = {
  map: 'M3 6.5 9 4l6 2.5L21 4v13.5L15 20l-6-2.5L3 20ZM9 4v13.5M15 6.5V20',
  alarms: 'M12 3.5 21.5 20h-19ZM12 10v4.5M12 17v.6',
  tracing:
    'M4 19c4-1 6-3 7-6M4 19c1-4 3-6 6-7M13 11a3.2 3.2 0 1 0 0-6.4 3.2 3.2 0 0 0 0 6.4ZM17.5 4.5c2 2 2 5 .5 7.5M19.8 3c2.6 3 2.6 7.5.2 10.5',
  monitoring: 'M3 19.5h18M4 15l4-5 4 3 4-7 4 5',
  markings: 'M4 5h16v11H4ZM8 20h8M8 5v11M12 5v11M16 5v11M8 9h4',
  enterprises: 'M3 20h18M4.5 20V9.5l5 3V9.5l5 3V4.5h4.5V20M8 16.5h1.5M13 16.5h1.5',
  statistics: 'M3.5 20h17M6.5 20v-6M12 20V5M17.5 20v-9.5',
  devices: 'M5 4.5h14v10H5ZM9 19.5h6M12 14.5v5M8.5 9.5h2l1.5-2 2 4 1-2h1.5',
  imports: 'M12 3.5v10.5M7.5 9.5l4.5 4.5 4.5-4.5M4 16v4.5h16V16',
  cases: 'M4 7.5h16v12H4ZM9 7.5V4.5h6v3M4 12.5h16M12 11.5v3',
  'positive-list': 'M5 3.5h14v17H5ZM8.5 9l1.5 1.5 3-3M8.5 15.5l1.5 1.5 3-3M15 9.5h1.5M15 16h1.5',
  draws:
    'M4 4h7v7H4ZM13 13h7v7h-7ZM7.5 7.5h.01M15.5 15.5h.01M17.5 17.5h.01M14 4l6 6M20 4l-6 6M4 17h7M7.5 13.5v7',
  inspections:
    'M5 3.5h9v4h5v5M5 3.5v17h6M8 8.5h3M8 12h4M15.5 19a3.2 3.2 0 1 0 0-6.4 3.2 3.2 0 0 0 0 6.4ZM18 18.3l3 2.7',
  libraries: 'M4 4.5h5v15H4ZM9 4.5h5v15H9ZM15.5 5l4-1 2.5 14.5-4 1ZM5.5 8h2M10.5 8h2',
  rules: 'M4 7h9M17 7h3M4 17h3M11 17h9M13 4.5v5h4v-5ZM7 14.5v5h4v-5Z',
  ledger: 'M6 3.5h11.5v17H6a2 2 0 0 1 0-4h11.5M6 3.5a2 2 0 0 0-2 2v13M8.5 8h6M8.5 11.5h6',
  lab: 'M9 3.5h6M10 3.5v6L4.5 19a1 1 0 0 0 .9 1.5h13.2a1 1 0 0 0 .9-1.5L14 9.5v-6M7.5 15h9',
}

/** A bell. */
export function BellIcon() {
  return (
    <svg className="place-icon" viewBox="0 0 24 24" width="20" height="20" aria-hidden="true">
      <path d="M5 17.5h14c-1.5-1.5-2-3-2-7a5 5 0 0 0-10 0c0 4-.5 5.5-2 7ZM10 20.5h4M12 3.5v2" />
    </svg>
  )
}

/** Three points: what else there is. */
export function MoreIcon() {
  return (
    <svg className="place-icon" viewBox="0 0 24 24" width="20" height="20" aria-hidden="true">
      <path d="M5 12h.01M12 12h.01M19 12h.01" strokeWidth="3" />
    </svg>
  )
}

/** Line icons of the places, drawn for this product so that all have one weight. */
export function PlaceIcon({ place }: { place: PlaceName }) {
  return (
    <svg className="place-icon" viewBox="0 0 24 24" width="20" height="20" aria-hidden="true">
      <path d={PATHS[place]} />
    </svg>
  )
}
