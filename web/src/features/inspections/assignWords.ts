import { defineWords } from '../../i18n'

export const assignWords = defineWords({
  zh: {
    assign: '安排检查',
    hint: '列入正面清单不等于免于监管：投诉举报、上级交办、监测数据异常、突发环境事件，不经抽取也可检查，须写明事由，一律现场检查，不计入日常入企检查次数。',
    causeLabel: '事由类别',
    cause: {
      complaint: '投诉举报',
      assignment: '上级交办',
      anomaly: '监测数据异常',
      emergency: '突发环境事件',
    },
    field: {
      enterprise: '统一社会信用代码',
      words: '事由',
      alarm: '相关预警编号（可不填）',
      until: '检查期限（可不填）',
    },
    alarm: '相关预警',
    numbersPeriod: '统计时段',
    close: '取消',
    figure: {
      assigned: '交办的检查',
      open: '未完成',
      overdue: '逾期',
      escalated: '由非现场转为现场',
      visited_again: '多次上门',
      found_later: '此后发现问题',
    },
  },
  en: {
    assign: 'Assign an inspection',
    hint: 'To be on the positive list is not to be immune: complaints, assignments from above, anomalies in the data and emergencies lead to an inspection without a draw. It needs its cause in words, is always a visit, and does not count as a visit without a cause.',
    causeLabel: 'Cause',
    cause: {
      complaint: 'complaint',
      assignment: 'assignment from above',
      anomaly: 'anomaly in the data',
      emergency: 'emergency',
    },
    field: {
      enterprise: 'Credit code',
      words: 'What led to it',
      alarm: 'Alarm (may stay empty)',
      until: 'Last day (may stay empty)',
    },
    alarm: 'Alarm',
    numbersPeriod: 'Period',
    close: 'Cancel',
    figure: {
      assigned: 'assigned',
      open: 'to do',
      overdue: 'overdue',
      escalated: 'escalated to a visit',
      visited_again: 'visited on more than one day',
      found_later: 'something found later',
    },
  },
})
