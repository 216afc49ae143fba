import type { ReactNode } from 'react'
import { figure } from '../lib/number'
import { useTitle } from './title'

/** A page's title line with what belongs beside it. */
export function PageHead({
  title,
  tab,
  note,
  children,
}: {
  note?: ReactNode
  children?: ReactNode
} & (
  | { title: string; tab?: never }
  /** `tab` is the title in plain words, for the browser's tab. */
  | { title: ReactNode; tab: string }
)) {
  useTitle(tab ?? title)
  return (
    <header className="page-head">
      <div className="page-head-title">
        <h1>{title}</h1>
        {note && <div className="page-head-note">{note}</div>}
      </div>
      {children && <div className="page-head-actions">{children}</div>}
    </header>
  )
}

/** The title of a page that shows at a glance what it is. */
export function HiddenTitle({ children }: { children: string }) {
  useTitle(children)
  return <h1 className="visually-hidden">{children}</h1>
}

/** A titled part of a page. */
export function Panel({
  title,
  extra,
  children,
  className = '',
}: {
  title?: ReactNode
  extra?: ReactNode
  children: ReactNode
  className?: string
}) {
  return (
    <section className={`panel ${className}`}>
      {title && (
        <div className="panel-head">
          <h2>{title}</h2>
          {extra}
        </div>
      )}
      {children}
    </section>
  )
}

/** A figure with its unit after a thin space, in secondary ink; "no data" is a dash, never zero. */
export function Quantity({
  value,
  unit,
  strong,
}: {
  value: number | null | undefined
  unit?: string
  strong?: boolean
}) {
  if (value === null || value === undefined) return <span className="faint">—</span>
  return (
    <span className="quantity">
      {strong ? <b>{figure(value)}</b> : figure(value)}
      {unit && <span className="unit"> {unit}</span>}
    </span>
  )
}

/** Pairs of name and value. */
export function Facts({
  items,
}: {
  items: (readonly [name: ReactNode, value: ReactNode] | false | '' | null | undefined)[]
}) {
  return (
    <dl className="facts">
      {items.map(
        (item, i) =>
          item && (
            <div key={i}>
              <dt>{item[0]}</dt>
              <dd>{item[1]}</dd>
            </div>
          ),
      )}
    </dl>
  )
}
