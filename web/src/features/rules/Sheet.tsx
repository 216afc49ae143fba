import type { ReactNode } from 'react'

/** A table that scrolls sideways where there is no room, also by keyboard: it may hold nothing else to stop at. */
export function Sheet({
  label,
  className = '',
  children,
}: {
  label: string
  className?: string
  children: ReactNode
}) {
  return (
    // eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- what scrolls must be reached by keyboard
    <div className="scroll-x" role="region" aria-label={label} tabIndex={0}>
      <table className={`sheet ${className}`}>{children}</table>
    </div>
  )
}
