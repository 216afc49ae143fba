import { defineWords } from '../../i18n'

export const reminderWords = defineWords({
  zh: {
    title: '临近时限',
    none: '没有临近时限的预警或案件',
    label: (reminded: number, overdue: number) =>
      `提醒：${reminded} 件临近时限${overdue > 0 ? `，其中 ${overdue} 件已超期` : ''}`,
    more: (n: number) => `另有 ${n} 件`,
    mine: (n: number) => `轮到我办的预警 ${n} 件`,
  },
  en: {
    title: 'Due soon',
    none: 'No term runs out soon',
    label: (reminded, overdue) =>
      `Reminders: ${reminded} due soon${overdue > 0 ? `, ${overdue} of them overdue` : ''}`,
    more: (n) => `${n} more`,
    mine: (n) => `Alarms whose turn is mine: ${n}`,
  },
})
