import { defineWords } from '../../i18n'

/** Words of what the machine sees as one cause. */
export const mergeWords = defineWords({
  zh: {
    mayExplain: '可能同因：',
    thisAlarm: '本件',
    mergeNow: '并案办理',
    mergeFact: {
      shared_outlet: (outlet: string) => `同在排放口 ${outlet}`,
      cause_began: (time: string) => `前者始于 ${time}`,
      cause_ended: (time: string) => `止于 ${time}`,
      effect_began: (time: string) => `后者始于 ${time}`,
    },
  },
  en: {
    mayExplain: 'May have one cause:',
    thisAlarm: 'this alarm',
    mergeNow: 'Handle as one',
    mergeFact: {
      shared_outlet: (outlet) => `both at outlet ${outlet}`,
      cause_began: (time) => `the first began ${time}`,
      cause_ended: (time) => `and ended ${time}`,
      effect_began: (time) => `the second began ${time}`,
    },
  },
})
