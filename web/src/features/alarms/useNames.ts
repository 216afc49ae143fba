import { useQuery } from '@tanstack/react-query'
import { useMemo } from 'react'
import { cityMap, enterprises, type AlarmDetail } from '../../api'
import { useI18n } from '../../i18n'

/** The names of what an alarm's facts and steps mention by id: lines, facilities, outlets, branches, people. */
export function useNames(alarm: AlarmDetail): ReadonlyMap<string, string> {
  const { name } = useI18n()
  const code = alarm.enterprise?.code
  const enterprise = useQuery({
    queryKey: ['enterprise', code],
    queryFn: () => enterprises.one(code ?? ''),
    enabled: code !== undefined,
  })
  const city = useQuery({ queryKey: ['map'], queryFn: cityMap })
  return useMemo(() => {
    const names = new Map<string, string>([[alarm.subject.id, name(alarm.subject)]])
    for (const district of city.data?.districts ?? []) names.set(district.code, name(district))
    const { outlet_list = [], lines = [], treatment_units = [] } = enterprise.data ?? {}
    for (const item of [...outlet_list, ...lines, ...treatment_units]) names.set(item.id, name(item))
    if (alarm.officer) names.set(alarm.officer.id, alarm.officer.name)
    for (const { actor } of alarm.steps) if (actor.kind === 'user') names.set(actor.id, actor.name)
    return names
  }, [alarm, city.data, enterprise.data, name])
}
