import { defineWords } from '../../i18n'

/** Words of what is drawn: the plume, an instant of the record, values by wind, the proposed cruise. */
export const airWords = defineWords({
  zh: {
    legendPlume: (what: string, low: string, high: string) =>
      `若来源是${what}，离地3米的浓度增量：浅 ${low}，深 ${high} µg/m³（按与实测最相符的稳定度）`,
    legendNoPlume: '这一时刻的烟羽未到地面，或风不详',
    time: '时刻',
    slider: '选择时刻，看当时的风、走航点和各站的值',
    whole: '整个异常时段',
    wholeHint: '地图上是整个异常时段的烟羽、上风向范围和平均风；拖动滑块看某一时刻。',
    atStation: '各站当时',
    station: '站点',
    measured: '实测',
    background: '背景',
    modelled: '推算',
    noValue: '无数据',
    windAt: (speed: string, from: string) => `风 ${from}，${speed} m/s`,
    windUnknown: '风不详',
    calm: '静风',
    compass: ['北', '东北', '东', '东南', '南', '西南', '西', '西北'],
    from: (direction: string) => `${direction}风`,
    polar: '浓度与风向、风速',
    polarHint: '扇形指向风的来向，离圆心越远风越大，颜色越深浓度越高；只用冻结数据的时段',
    polarStation: '站点',
    polarLabel: (station: string) => `${station}的浓度按风向和风速`,
    polarCell: (direction: string, speed: string, mean: string, count: string) =>
      `${direction}风 ${speed} m/s：平均 ${mean} µg/m³（${count} 个值）`,
    polarCalm: (mean: string, count: string) => `静风：平均 ${mean} µg/m³（${count} 个值）`,
    polarNoWind: (count: string) => `${count} 个值的时刻没有风的数据`,
    polarNone: '没有可画的值：没有风的数据，或该站没有值。',
    polarHighest: (direction: string, speed: string, mean: string) =>
      `最高：${direction}风 ${speed} m/s，平均 ${mean} µg/m³`,
    cruise: '下一步测哪里',
    cruiseHint: (from: string, speed: string) =>
      `按记录末尾的${from}（${speed} m/s），横穿各嫌疑源的下风向；从本站出发的最短次序`,
    cruiseNone: '没有建议：没有需要分辨的假设，或记录末尾的风不详、太小。',
    cruiseTotal: (total: string) => `合计约 ${total}（直线距离，不含绕路）`,
    cruisePiece: (what: string, metres: string) => `${what} 下风向 ${metres} 处横穿`,
    cruiseWay: (way: string, length: string) => `先行 ${way}，测 ${length}`,
    cruisePredicted: (what: string, added: string, uncertain: string) =>
      `若是${what}：+${added} ± ${uncertain}`,
    cruiseUnit: '最能分辨之处应比背景高（µg/m³）：',
    profileHeight: '剖面高度',
    release: '排口高度',
    releaseStack: (stack: string) => `${stack} 米（抬升不详）`,
    releaseRise: (stack: string, rise: string) => `${stack} 米，烟气抬升约 ${rise} 米`,
    releaseUnknown: '名录中没有，取10米',
    cruiseShow: '在地图上显示',
    legendCruise: '建议的走航路线，数字为次序',
    nobody: '附近没有源',
  },
  en: {
    legendPlume: (what: string, low: string, high: string) =>
      `What ${what} would add 3 m above the ground: pale ${low}, dark ${high} µg/m³ (in the stability that fits best)`,
    legendNoPlume: 'The plume does not reach the ground at this time, or the wind is unknown',
    time: 'Time',
    slider: 'Choose a time: its wind, the cruise’s points and what stations showed',
    whole: 'The whole anomaly',
    wholeHint:
      'The map shows plume, reach and mean wind of the whole anomaly; move the slider for one time of the record.',
    atStation: 'Stations at that time',
    station: 'Station',
    measured: 'Measured',
    background: 'Background',
    modelled: 'Modelled',
    noValue: 'no data',
    windAt: (speed: string, from: string) => `wind ${from}, ${speed} m/s`,
    windUnknown: 'wind unknown',
    calm: 'calm',
    compass: ['N', 'NE', 'E', 'SE', 'S', 'SW', 'W', 'NW'],
    from: (direction: string) => `from ${direction}`,
    polar: 'Concentration by wind',
    polarHint:
      'Sectors point to where the wind comes from, farther out is faster, darker is more; of the frozen record alone',
    polarStation: 'Station',
    polarLabel: (station: string) => `Concentration at ${station} by direction and speed of the wind`,
    polarCell: (direction: string, speed: string, mean: string, count: string) =>
      `wind from ${direction}, ${speed} m/s: mean ${mean} µg/m³ (${count} values)`,
    polarCalm: (mean: string, count: string) => `Calm: mean ${mean} µg/m³ (${count} values)`,
    polarNoWind: (count: string) => `${count} values without a known wind`,
    polarNone: 'Nothing to draw: no wind, or no values of the station.',
    polarHighest: (direction: string, speed: string, mean: string) =>
      `Highest: wind from ${direction}, ${speed} m/s, mean ${mean} µg/m³`,
    cruise: 'What to measure next',
    cruiseHint: (from: string, speed: string) =>
      `Across the plumes of the suspects in the wind of the record’s end (${from}, ${speed} m/s); the shortest order from the station`,
    cruiseNone:
      'Nothing is proposed: nothing is left to be told apart, or the wind at the record’s end is unknown or too light.',
    cruiseTotal: (total: string) => `About ${total} in all (straight lines; roads are longer)`,
    cruisePiece: (what: string, metres: string) => `Across, ${metres} downwind of ${what}`,
    cruiseWay: (way: string, length: string) => `${way} there, ${length} measuring`,
    cruisePredicted: (what: string, added: string, uncertain: string) =>
      `if ${what}: +${added} ± ${uncertain}`,
    cruiseUnit: 'Where it tells most, above the background (µg/m³): ',
    profileHeight: 'Height of the profile',
    release: 'Height of release',
    releaseStack: (stack: string) => `${stack} m (rise unknown)`,
    releaseRise: (stack: string, rise: string) => `${stack} m, its plume rises about ${rise} m`,
    releaseUnknown: 'Not in the register: 10 m taken',
    cruiseShow: 'Show on the map',
    legendCruise: 'Proposed cruise, numbered in its order',
    nobody: 'no source near',
  },
})

/** `北` or `NE`, of a direction in degrees. */
export function compassOf(degrees: number, compass: readonly string[]): string {
  const number = Math.round((((degrees % 360) + 360) % 360) / (360 / compass.length)) % compass.length
  return compass[number] ?? ''
}
