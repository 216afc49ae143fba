import { Button, Spin } from 'antd'
import type { ReactNode } from 'react'
import { ApiError } from '../api'
import { useI18n } from '../i18n'

/** What happened, what was kept, what to do. */
export function ProblemNote({
  error,
  retry,
  keptDraft = false,
}: {
  error: Error
  retry?: () => void
  keptDraft?: boolean
}) {
  const { t, language } = useI18n()
  const problem = error instanceof ApiError ? error.problem : undefined
  const network = problem?.code === 'network'
  const title = network
    ? t.errors.network
    : ((language === 'en' ? problem?.title_en : problem?.title) ?? '') ||
      t.errors.unknown(problem?.code ?? error.message)
  const told = language === 'en' ? problem?.detail_en : problem?.detail
  // A refusal says why in its title; only what broke is worth another try, with its code for who mends it.
  const refused = problem !== undefined && problem.status >= 400 && problem.status < 500
  const advice = refused ? undefined : `${t.errors.whatToDo} (${problem?.code ?? error.name})`
  const detail = network ? t.errors.networkHint : (told ?? advice)
  return (
    <div className="note note-problem" role="alert">
      <strong>{title}</strong>
      {detail && <p>{detail}</p>}
      {keptDraft && <p>{t.errors.keptDraft}</p>}
      {retry && (
        <Button size="small" onClick={retry}>
          {t.common.retry}
        </Button>
      )}
    </div>
  )
}

/** An empty place says what would fill it. */
export function EmptyNote({ title, children }: { title: string; children?: ReactNode }) {
  return (
    <div className="note note-empty">
      <svg viewBox="0 0 64 24" width="64" height="24" aria-hidden="true">
        <path d="M2 8c10-7 16 6 26 0s14-8 34-4" />
        <path d="M2 18c10 6 16-7 26-2s14 6 34 2" />
      </svg>
      <strong>{title}</strong>
      {children && <p>{children}</p>}
    </div>
  )
}

export function LoadingNote() {
  const { t } = useI18n()
  return (
    <div className="note note-loading" role="status">
      <Spin size="small" /> {t.common.loading}…
    </div>
  )
}

/** The usual three states of a question to the server, and its answer. */
export function Loaded<T>({
  query,
  children,
}: {
  query: { data: T | undefined; error: Error | null; refetch: () => unknown }
  children: (data: T) => ReactNode
}) {
  if (query.data !== undefined) return <>{children(query.data)}</>
  if (query.error) return <ProblemNote error={query.error} retry={() => void query.refetch()} />
  return <LoadingNote />
}
