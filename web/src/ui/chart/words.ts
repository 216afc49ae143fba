import { defineWords } from '../../i18n'

export const chartWords = defineWords({
  zh: {
    highlight: '异常期间',
    power: '功率',
    converted: '折算',
    limit: (figure: string, basis: string, source: string) => `限值 ${figure}（${basis}）${source}`,
    shortLimit: (figure: string) => `限值 ${figure}`,
    label: (what: string, from: string, to: string) => `${what}，${from} 至 ${to}`,
  },
  en: {
    highlight: 'anomaly',
    power: 'power',
    converted: 'converted',
    limit: (figure, basis, source) => `limit ${figure} (${basis}) ${source}`,
    shortLimit: (figure) => `limit ${figure}`,
    label: (what, from, to) => `${what}, ${from} to ${to}`,
  },
})
