import { Button, Segmented } from 'antd'
import { useLocation, useParams } from 'wouter'
import { useNow } from '../../app/LiveProvider'
import { useRole } from '../../app/SessionProvider'
import { useWords } from '../../i18n'
import { Boundary } from '../../ui/Boundary'
import { PageHead } from '../../ui/page'
import { CityDay } from './CityDay'
import { EnterpriseDay } from './EnterpriseDay'
import { dayAfter, dayOf, isDay } from './hours'
import { markingWords, type MarkingWords } from './words'
import '../alarms/alarms.css'
import './markings.css'

/** A day's data and what enterprises say of them: for an enterprise its own, for offices the city's. */
export default function MarkingsPage() {
  const words = useWords(markingWords)
  const { day: given } = useParams<{ day?: string }>()
  const [, navigate] = useLocation()
  const now = useNow(60_000)
  const role = useRole()
  const [today, yesterday] = [dayOf(now), dayOf(now, -1)]
  const day = isDay(given) ? given : yesterday
  const go = (next: string) => navigate(`/markings/${next}`)
  return (
    <div className="page markings">
      <PageHead title={titleOf(words, day, today, yesterday)} note={<span>{day}</span>}>
        <span className="day-choice">
          <Button aria-label={words.before} onClick={() => go(dayAfter(day, -1))}>
            ‹
          </Button>
          <Segmented
            aria-label={words.title}
            value={day}
            onChange={(value) => go(value)}
            options={[
              { value: yesterday, label: words.choose.yesterday },
              { value: today, label: words.choose.today },
            ]}
          />
          <Button aria-label={words.after} disabled={day >= today} onClick={() => go(dayAfter(day, 1))}>
            ›
          </Button>
        </span>
      </PageHead>
      <Boundary key={day}>
        {role === 'enterprise_user' ? <EnterpriseDay day={day} /> : <CityDay day={day} />}
      </Boundary>
    </div>
  )
}

function titleOf(words: MarkingWords, day: string, today: string, yesterday: string): string {
  if (day === yesterday) return words.yesterday
  if (day === today) return words.today
  return words.dayTitle(day)
}
