import { defineWords } from '../i18n'

export const tagWords = defineWords({
  zh: {
    step: {
      assign: '交办',
      accept: '接收',
      explain: '说明',
      verify: '核查',
      close: '办结',
    },
    left: (span: string) => `还剩 ${span}`,
    over: (span: string) => `超期 ${span}`,
  },
  en: {
    step: { assign: 'Assign', accept: 'Accept', explain: 'Explain', verify: 'Verify', close: 'Close' },
    left: (span) => `${span} left`,
    over: (span) => `${span} overdue`,
  },
})
