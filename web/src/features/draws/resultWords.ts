import { defineWords } from '../../i18n'

export const resultWords = defineWords({
  zh: {
    title: '检查结果',
    summary: (done: string, open: string, givenUp: string) =>
      `已完成 ${done} 家，待完成 ${open} 家，不实施 ${givenUp} 家。`,
    file: '下载 Excel',
    columns: ['检查对象', '区县', '检查方式', '检查日期', '检查结果'],
    noName: '个体工商户（名称不公开）',
    way: { off_site: '非现场检查', on_site: '现场检查' },
    outcome: {
      nothing: '未发现问题',
      put_right: '发现问题，已责令或指导改正',
      handed: '涉嫌违法，依法处理',
    },
    more: (n: string) => `另有 ${n} 家，见文件`,
    leftOut: '不予公开的内容',
    leftOutOf: (what: string, n: string) => `${what}（${n} 家）：`,
    what: {
      individual: '个体工商户名称',
      words: '检查记录文字',
      officers: '检查人员',
      case: '涉嫌违法的情形',
    },
    noRule: '规则库没有依据，仍不公开',
    publishBy: (day: string) => `检查结果应在 ${day} 前公开`,
    publishOver: '已超期',
  },
  en: {
    title: 'Results of its inspections',
    summary: (done, open, givenUp) => `${done} done, ${open} to do, ${givenUp} not taking place.`,
    file: 'Download as Excel',
    columns: ['Inspected', 'District', 'Way', 'Day', 'Result'],
    noName: 'Individual household (name left out)',
    way: { off_site: 'Off site', on_site: 'Visit' },
    outcome: {
      nothing: 'Nothing was found',
      put_right: 'Put right, or ordered to be',
      handed: 'Suspected, dealt with by law',
    },
    more: (n) => `${n} more in the file`,
    leftOut: 'What is left out',
    leftOutOf: (what, n) => `${what} (of ${n}):`,
    what: {
      individual: 'Names of individual households',
      words: 'What officers wrote',
      officers: 'Who was there',
      case: 'What is suspected',
    },
    noRule: 'no rule is known; left out nevertheless',
    publishBy: (day) => `Results have to be public by ${day}`,
    publishOver: 'overdue',
  },
})
