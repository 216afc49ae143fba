import { defineWords } from '../../i18n'

/** What happened, in one sentence. */
export const sentenceWords = defineWords({
  zh: {
    production_on_treatment_off: (since: string, production: string, treatment: string) =>
      `${since} 起，生产线在运行（${production}），治理设施没有运行（${treatment}）。`,
    production_on_treatment_off_past: (since: string, until: string, lasted: string) =>
      `${since} 至 ${until}，生产线在运行而治理设施没有运行，共 ${lasted}。`,
    production_under_order: (since: string, production: string, order: string) =>
      `${since} 起，停限产期间生产线仍在运行（${production}），依据 ${order}。`,
    off_hours_production: (since: string, production: string, hours: string) =>
      `${since} 起，生产线在许可时段（${hours}）之外运行（${production}）。`,
    exceedance: (since: string, value: string, limit: string) =>
      `${since} 起，监测值 ${value}，超过限值 ${limit}。`,
    logger_silent: (last: string, silence: string) =>
      `最近一次数据 ${last}${silence ? `，已 ${silence} 没有上传` : ''}。`,
    clock_error: (since: string, off: string, ahead: boolean) =>
      `${since} 起，数采仪时钟${ahead ? '快' : '慢'} ${off}，数据时间不可信。`,
    range_clipping: (since: string, upper: string) =>
      `${since} 起，数值一直停在量程上限 ${upper}，实际排放可能更高。`,
    sample_at_odds: (sampled: string, manual: string, value: string) =>
      `${sampled} 手工采样测得 ${manual}，同一时间在线数据为 ${value}。`,
    mass_balance: (since: string, amount: string, expected: string) =>
      `${since} 起，上报排放量 ${amount}，而浓度与流量之积应为 ${expected}。`,
    unexplained: (since: string, value: string, expected: string) =>
      `${since} 起，监测值 ${value}，按工况应为 ${expected} 左右。`,
    unexplained_beside_lines: (
      since: string,
      value: string,
      expected: string,
      power: string,
      before: string,
    ) =>
      `${since} 起，监测值 ${value}，按工况应为 ${expected} 左右；其间生产平均功率 ${power}，此前 ${before}。`,
    station_spike: (since: string, value: string, expected: string) =>
      `${since} 起，小时均值 ${value}；按周边站点和本站前几小时，应为 ${expected} 左右。`,
  },
  en: {
    production_on_treatment_off: (since, production, treatment) =>
      `Since ${since} the line has been running (${production}) while its treatment has not (${treatment}).`,
    production_on_treatment_off_past: (since, until, lasted) =>
      `From ${since} to ${until} the line ran while its treatment did not, ${lasted} in all.`,
    production_under_order: (since, production, order) =>
      `Since ${since} the line has been running (${production}) against ${order}.`,
    off_hours_production: (since, production, hours) =>
      `Since ${since} the line has been running (${production}) outside its hours (${hours}).`,
    exceedance: (since, value, limit) => `Since ${since}: measured ${value}, above the limit of ${limit}.`,
    logger_silent: (last, silence) => `Last data ${last}${silence ? `; silent for ${silence}` : ''}.`,
    clock_error: (since, off, ahead) =>
      `Since ${since} the logger's clock has been ${off} ${ahead ? 'fast' : 'slow'}; the times of its data cannot be trusted.`,
    range_clipping: (since, upper) =>
      `Since ${since} the value has stayed at the end of the measuring range, ${upper}; more may be emitted.`,
    sample_at_odds: (sampled, manual, value) =>
      `A sample taken ${sampled} was found to have ${manual}; the instrument said ${value} then.`,
    mass_balance: (since, amount, expected) =>
      `Since ${since}: an amount of ${amount} was told, where concentration and flow give ${expected}.`,
    unexplained: (since, value, expected) =>
      `Since ${since}: measured ${value}, where load and process let expect about ${expected}.`,
    unexplained_beside_lines: (since, value, expected, power, before) =>
      `Since ${since}: measured ${value}, where load and process let expect about ${expected}; mean production power ${power}, and ${before} before.`,
    station_spike: (since, value, expected) =>
      `Since ${since}: hour mean ${value}, where the other stations and its own last hours let expect about ${expected}.`,
  },
})
