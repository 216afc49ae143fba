import { useQuery } from '@tanstack/react-query'
import { Button, Input } from 'antd'
import { useState, type SyntheticEvent } from 'react'
import { Link } from 'wouter'
import { server } from '../../api'
import { useSession } from '../../app/SessionProvider'
import { Switches } from '../../app/Shell'
import { useI18n } from '../../i18n'
import { ProblemNote } from '../../ui/notes'
import { useTitle } from '../../ui/title'
import './session.css'

export function SignIn() {
  const { t, language } = useI18n()
  const { signIn, expired } = useSession()
  useTitle(t.session.title)
  const info = useQuery({ queryKey: ['server'], queryFn: server })
  const [login, setLogin] = useState('')
  const [password, setPassword] = useState('')
  const [error, setError] = useState<Error>()
  const [busy, setBusy] = useState(false)

  const submit = (event: SyntheticEvent) => {
    event.preventDefault()
    setBusy(true)
    setError(undefined)
    signIn(login.trim(), password).catch((reason: unknown) => {
      setError(reason instanceof Error ? reason : new Error(String(reason)))
      setBusy(false)
    })
  }

  return (
    <main className="sign-in">
      <div className="sign-in-switches">
        <Switches />
      </div>
      <Rivers />
      <form className="sign-in-card" onSubmit={submit}>
        <h1>
          {t.product} <small>{t.tagline}</small>
        </h1>
        {expired ? (
          <p className="sign-in-expired" role="status">
            {t.session.expired}
          </p>
        ) : (
          <p className="secondary">{t.session.intro}</p>
        )}
        <label htmlFor="login">{t.session.login}</label>
        <Input
          id="login"
          size="large"
          autoComplete="username"
          autoCapitalize="none"
          required
          value={login}
          onChange={(event) => setLogin(event.target.value)}
        />
        <label htmlFor="password">{t.session.password}</label>
        <Input.Password
          id="password"
          size="large"
          autoComplete="current-password"
          required
          value={password}
          onChange={(event) => setPassword(event.target.value)}
        />
        {error && <ProblemNote error={error} />}
        <Button type="primary" size="large" htmlType="submit" loading={busy} block>
          {t.session.submit}
        </Button>
        {info.data?.notice && <p className="caption">{info.data.notice[language]}</p>}
        <p className="caption">
          <Link href="/public/draws">{t.session.publicDraws}</Link>
        </p>
        <p className="caption">
          <Link href="/public/positive-list">{t.session.publicList}</Link>
        </p>
        <p className="caption">
          {info.data ? `${info.data.name} ${info.data.version}` : ''} · {t.shell.zoneRule}
        </p>
      </form>
    </main>
  )
}

/** Two rivers meeting: the one picture of the product. */
function Rivers() {
  return (
    <svg className="rivers" viewBox="0 0 1200 600" preserveAspectRatio="xMidYMid slice" aria-hidden="true">
      <path className="river-jing" d="M-20 150C180 60 300 270 520 250S820 300 1220 290" />
      <path className="river-wei" d="M-20 470C160 540 330 330 520 330S820 310 1220 330" />
    </svg>
  )
}
