/** Queries to begin with; each shows a table and a habit of it. */
export const EXAMPLES = {
  counts: `select district, kind, count(*) as alarms
from alarms
where raised_at >= date_trunc('month', now())
group by district, kind
order by alarms desc`,
  exceedances: `select h.id, h.factor, count(*) as hours, max(h.value) as highest
from hours h
join limits l
  on l.outlet = h.id and l.factor = h.factor and l.basis = 'hour_mean'
where h.kind = 'outlet' and h.evidence
  and (case when l.converted then h.converted else h.value end) > l.upper
  and h.time >= l.valid_from and (l.valid_to is null or h.time < l.valid_to)
group by h.id, h.factor
order by hours desc
limit 50`,
  quality: `select time, source, sum(evidence) * 100.0 / sum(count) as usable_percent
from days
where granularity = 'hour'
group by time, source
order by time, source`,
  power: `select id, avg(value) as mean_kw, max(value) as highest_kw
from readings
where kind = 'meter' and factor = 'power_active'
group by id
order by mean_kw desc
limit 20`,
} as const
