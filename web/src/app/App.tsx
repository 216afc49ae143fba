import { QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { Button } from 'antd'
import { Suspense, type ComponentType } from 'react'
import { Redirect, Route, Switch } from 'wouter'
import { ApiError } from '../api'
import { SignIn } from '../features/session/SignIn'
import { I18nProvider, useI18n } from '../i18n'
import { Boundary } from '../ui/Boundary'
import { EmptyNote, LoadingNote, ProblemNote } from '../ui/notes'
import { maySee, type PlaceName } from './access'
import { lazily } from './lazily'
import { LiveProvider } from './LiveProvider'
import { SessionProvider, useRole, useSession } from './SessionProvider'
import { Shell } from './Shell'
import { ThemeProvider } from './ThemeProvider'

const MapPage = lazily(() => import('../features/map/MapPage'))
const AlarmsPage = lazily(() => import('../features/alarms/AlarmsPage'))
const AlarmPage = lazily(() => import('../features/alarms/AlarmPage'))
const TracingsPage = lazily(() => import('../features/tracing/TracingsPage'))
const TracingPage = lazily(() => import('../features/tracing/TracingPage'))
const MonitoringPage = lazily(() => import('../features/monitoring/MonitoringPage'))
const MarkingsPage = lazily(() => import('../features/markings/MarkingsPage'))
const EnterprisesPage = lazily(() => import('../features/enterprises/EnterprisesPage'))
const EnterprisePage = lazily(() => import('../features/enterprises/EnterprisePage'))
const StatisticsPage = lazily(() => import('../features/statistics/StatisticsPage'))
const DevicesPage = lazily(() => import('../features/devices/DevicesPage'))
const ImportsPage = lazily(() => import('../features/imports/ImportsPage'))
const LedgerPage = lazily(() => import('../features/ledger/LedgerPage'))
const RulesPage = lazily(() => import('../features/rules/RulesPage'))
const CasesPage = lazily(() => import('../features/cases/CasesPage'))
const CasePage = lazily(() => import('../features/cases/CasePage'))
const DrawPlansPage = lazily(() => import('../features/draws/plans/PlansPage'))
const DrawsPage = lazily(() => import('../features/draws/DrawsPage'))
const VerifyPage = lazily(() => import('../features/draws/VerifyPage'))
const InspectionsPage = lazily(() => import('../features/inspections/InspectionsPage'))
const InspectionNumbersPage = lazily(() => import('../features/inspections/NumbersPage'))
const InspectionPage = lazily(() => import('../features/inspections/InspectionPage'))
const LibraryObjectPage = lazily(() => import('../features/libraries/ObjectPage'))
const LibrariesPage = lazily(() => import('../features/libraries/LibrariesPage'))
const PositiveListPage = lazily(() => import('../features/positive-list/PositiveListPage'))
const PublicListPage = lazily(() => import('../features/positive-list/PublicListPage'))
const LabPage = lazily(() => import('../features/lab/LabPage'))

const queries = new QueryClient({
  defaultOptions: {
    queries: {
      staleTime: 15_000,
      // A refusal stays one; only a line that broke, or a server that is starting, is worth asking again.
      retry: (times, error) =>
        times < 2 && !(error instanceof ApiError && error.status >= 400 && error.status < 500),
    },
  },
})

export function App() {
  return (
    <QueryClientProvider client={queries}>
      <I18nProvider>
        <ThemeProvider>
          <SessionProvider>
            <Everything />
          </SessionProvider>
        </ThemeProvider>
      </I18nProvider>
    </QueryClientProvider>
  )
}

/** What everybody may open, and behind the gate what needs an account. */
function Everything() {
  return (
    <Switch>
      <Route path="/public/draws">
        <Suspense fallback={<LoadingNote />}>
          <Boundary>
            <VerifyPage />
          </Boundary>
        </Suspense>
      </Route>
      <Route path="/public/positive-list">
        <Suspense fallback={<LoadingNote />}>
          <Boundary>
            <PublicListPage />
          </Boundary>
        </Suspense>
      </Route>
      <Route>
        <Gate />
      </Route>
    </Switch>
  )
}

function Gate() {
  const { session, error, retry } = useSession()
  if (session === undefined) return error ? <ProblemNote error={error} retry={retry} /> : <LoadingNote />
  return (
    <LiveProvider on={session !== null}>
      {session === null ? (
        <SignIn />
      ) : (
        <Shell key={session.user.id}>
          <Suspense fallback={<LoadingNote />}>
            <Pages />
          </Suspense>
        </Shell>
      )}
    </LiveProvider>
  )
}

function Pages() {
  return (
    <Switch>
      <Route path="/">
        <Redirect to="/map" replace />
      </Route>
      <Route path="/map">{within('map', MapPage)}</Route>
      <Route path="/alarms">{within('alarms', AlarmsPage)}</Route>
      <Route path="/alarms/:id">{within('alarms', AlarmPage)}</Route>
      <Route path="/tracing">{within('tracing', TracingsPage)}</Route>
      <Route path="/tracing/:id">{within('tracing', TracingPage)}</Route>
      <Route path="/monitoring/:id?">{within('monitoring', MonitoringPage)}</Route>
      <Route path="/markings/:day?">{within('markings', MarkingsPage)}</Route>
      <Route path="/enterprises">{within('enterprises', EnterprisesPage)}</Route>
      <Route path="/enterprises/:code">{within('enterprises', EnterprisePage)}</Route>
      <Route path="/statistics/:tab?/:id?">{within('statistics', StatisticsPage)}</Route>
      <Route path="/devices/:tab?">{within('devices', DevicesPage)}</Route>
      <Route path="/imports">{within('imports', ImportsPage)}</Route>
      <Route path="/ledger">{within('ledger', LedgerPage)}</Route>
      <Route path="/rules/:kind?">{within('rules', RulesPage)}</Route>
      <Route path="/cases">{within('cases', CasesPage)}</Route>
      <Route path="/cases/due">{within('cases', CasesPage)}</Route>
      <Route path="/cases/:id">{within('cases', CasePage)}</Route>
      <Route path="/draws/plans">{within('draws', DrawPlansPage)}</Route>
      <Route path="/draws/:id?">{within('draws', DrawsPage)}</Route>
      <Route path="/inspections">{within('inspections', InspectionsPage)}</Route>
      <Route path="/inspections/numbers">{within('inspections', InspectionNumbersPage)}</Route>
      <Route path="/inspections/:id">{within('inspections', InspectionPage)}</Route>
      <Route path="/libraries/objects/:code">{within('libraries', LibraryObjectPage)}</Route>
      <Route path="/libraries/:tab?">{within('libraries', LibrariesPage)}</Route>
      <Route path="/positive-list/:code?">{within('positive-list', PositiveListPage)}</Route>
      <Route path="/lab">{within('lab', LabPage)}</Route>
      <Route>
        <Lost />
      </Route>
    </Switch>
  )
}

const within = (place: PlaceName, page: ComponentType) => <Within place={place} page={page} />

function Within({ place, page: Page }: { place: PlaceName; page: ComponentType }) {
  const { t } = useI18n()
  const role = useRole()
  if (!maySee(role, place)) return <EmptyNote title={t.shell.forbidden}>{t.shell.forbiddenHint}</EmptyNote>
  return (
    <Boundary key={place}>
      <Page />
    </Boundary>
  )
}

function Lost() {
  const { t } = useI18n()
  return (
    <div>
      <EmptyNote title={t.shell.notFound}>{t.shell.notFoundHint}</EmptyNote>
      <div className="centred">
        <Button type="primary" href="/map">
          {t.shell.home}
        </Button>
      </div>
    </div>
  )
}
