import { defineWords } from '../../i18n'

/** Words of groups of alarms. */
export const groupWords = defineWords({
  zh: {
    groupTitle: (kind: string, many: string) => `${kind} ${many} 件`,
    groupSpan: (from: string, to: string) => `${from} 至 ${to} 同时发生，可能同因（如网络中断）`,
    groupCleared: (many: string) => `异常已消除 ${many}`,
    groupOpen: '查看全部',
    groupAct: '一并办理',
    groupCommand: '办理',
    groupHint: '逐件办理、逐件入账；不能办的保持原样并说明理由。可以中途停止，已办的保留。',
    groupSubmit: '开始',
    groupStop: '停止',
    groupUndo: '撤销：全部结束暂缓',
    groupDone: (many: string) => `已办 ${many} 件`,
    groupRefused: (many: string, why: string) => `${many} 件未办：${why}`,
  },
  en: {
    groupTitle: (kind, many) => `${kind}: ${many}`,
    groupSpan: (from, to) => `began together from ${from} to ${to}, perhaps by one cause (as a network cut)`,
    groupCleared: (many) => `passed ${many}`,
    groupOpen: 'Show all',
    groupAct: 'Handle together',
    groupCommand: 'Do',
    groupHint:
      'Each alarm is handled and entered by itself; those that cannot be stay as they are, with the reason. It can be stopped; what was done stays done.',
    groupSubmit: 'Begin',
    groupStop: 'Stop',
    groupUndo: 'Undo: take all up again',
    groupDone: (many) => `${many} done`,
    groupRefused: (many, why) => `${many} left: ${why}`,
  },
})
