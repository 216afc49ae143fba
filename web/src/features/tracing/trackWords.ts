import { defineWords } from '../../i18n'

/** Words of a cruise's file. */
export const trackWords = defineWords({
  zh: {
    track: '加入走航轨迹',
    trackTitle: '走航轨迹',
    trackHint:
      'CSV（时间、经度、纬度、测量值）、GPX（测量值在 extensions 中）或 GeoJSON 点。加入后重新排序，以前的排序保留。',
    trackFile: '文件',
    datum: '坐标系',
    datumHint: '不猜测：高德、腾讯、百度的坐标与卫星坐标相差几百米',
    datums: {
      wgs84: 'WGS-84（卫星定位、CGCS2000）',
      gcj02: 'GCJ-02（高德、腾讯）',
      bd09: 'BD-09（百度）',
    },
    unit: '单位',
    valueColumn: '测量值的列',
    valueColumnHint: '只有一列可能是测量值时不用填',
    look: '检查文件',
    taken: (n: string, from: string, to: string) => `可采用 ${n} 行，${from} 至 ${to}`,
    takenNone: '没有一行可以采用',
    greatest: (value: string) => `最高 ${value} µg/m³`,
    refusedRows: '不采用',
    refusedReason: {
      time: '时间读不出来',
      outside_record: '时间不在溯源时段内，或还没有到',
      same_time: '时间重复',
      place: '位置读不出来或不在地球上',
      jump: '定位跳变',
      value: '没有测量值',
      negative: '浓度为负',
    },
    rowsOf: (n: string) => `${n} 行`,
    firstRows: (rows: string) => `第 ${rows} 行`,
    converted: (datum: string) => `位置已由 ${datum} 换算为 WGS-84`,
    gap: (from: string, to: string) => `${from} 至 ${to} 没有数据`,
    perhapsZone: (hours: string) =>
      `文件的时区可能不对：相差 ${hours} 小时时，时间才在溯源时段内。请在文件的时间后写明时区`,
  },
  en: {
    track: 'Add a cruise',
    trackTitle: 'Track of a cruise',
    trackHint:
      'CSV (time, longitude, latitude, value), GPX (values in its extensions) or GeoJSON points. It is ranked anew; former rankings stay.',
    trackFile: 'File',
    datum: 'Datum',
    datumHint:
      'Never guessed: places of Gaode, Tencent and Baidu are hundreds of metres from those of satellites',
    datums: {
      wgs84: 'WGS-84 (satellites, CGCS2000)',
      gcj02: 'GCJ-02 (Gaode, Tencent)',
      bd09: 'BD-09 (Baidu)',
    },
    unit: 'Unit',
    valueColumn: 'Column of the values',
    valueColumnHint: 'Not needed where only one could hold them',
    look: 'Look at the file',
    taken: (n: string, from: string, to: string) => `${n} rows can be taken, ${from} to ${to}`,
    takenNone: 'No row can be taken',
    greatest: (value: string) => `greatest ${value} µg/m³`,
    refusedRows: 'Not taken',
    refusedReason: {
      time: 'the time cannot be read',
      outside_record: 'the time is outside of the record, or to come',
      same_time: 'the same time twice',
      place: 'the place cannot be read, or is not on the globe',
      jump: 'a jump that nobody drove',
      value: 'no value',
      negative: 'a concentration below zero',
    },
    rowsOf: (n: string) => `${n} rows`,
    firstRows: (rows: string) => `row ${rows}`,
    converted: (datum: string) => `Places were converted from ${datum} to WGS-84`,
    gap: (from: string, to: string) => `Nothing was measured from ${from} to ${to}`,
    perhapsZone: (hours: string) =>
      `The file’s zone may be another: ${hours} hours later its times would fit. Write the offset behind its times`,
  },
})
