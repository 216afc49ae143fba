import type { ReactNode } from 'react'
import { Link } from 'wouter'
import { useI18n } from '../i18n'
import { PageHead } from '../ui/page'
import { Brand, Switches } from './Shell'

/** The frame of a page for everybody, without signing in. */
export function PublicShell({ title, note, children }: { title: string; note: string; children: ReactNode }) {
  const { t } = useI18n()
  return (
    <div className="shell">
      <a className="skip" href="#content">
        {t.nav.skip}
      </a>
      <header className="bar">
        <Brand />
        <div className="bar-end">
          <Link href="/" className="link">
            {t.session.submit}
          </Link>
          <Switches />
        </div>
      </header>
      <main id="content" tabIndex={-1}>
        <div className="page">
          <PageHead title={title} note={note} />
          {children}
        </div>
      </main>
    </div>
  )
}
