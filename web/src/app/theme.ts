/** The one set of tokens: colours are named here and nowhere else. */
import { theme as antd, type ThemeConfig } from 'antd'

export type ThemeName = 'light' | 'dark'

export interface Tokens {
  ink: string
  secondary: string
  faint: string
  paper: string
  panel: string
  line: string
  /** Clear water: actions, what is normal, the leading series. */
  jing: string
  /** Jing under the pointer: text on it stays readable. */
  jingHover: string
  /** Muddy water: what needs eyes, illustrative and unverified marks. */
  wei: string
  /** Overdue, over the limit, irreversible. */
  urgent: string
  /** Closed, put right. */
  done: string
  /** Text on a ground of jing. */
  onJing: string
  /** Wei and faint as text: dark enough for AA on paper. */
  weiText: string
  faintText: string
  land: string
  water: string
}

export const TOKENS: Record<ThemeName, Tokens> = {
  light: {
    ink: '#1B2733',
    secondary: '#56636F',
    faint: '#8A96A1',
    paper: '#F5F7F8',
    panel: '#FFFFFF',
    line: '#DDE3E7',
    jing: '#0E7480',
    jingHover: '#0A5C66',
    wei: '#B7791F',
    urgent: '#C8322B',
    done: '#3C7D4E',
    onJing: '#FFFFFF',
    weiText: '#8A5A12',
    faintText: '#5B6772',
    land: '#FBFBF8',
    water: '#EAF0F2',
  },
  dark: {
    ink: '#E8EEF2',
    secondary: '#A9B6C0',
    faint: '#6E7C87',
    paper: '#0D1820',
    panel: '#14232D',
    line: '#243541',
    jing: '#35B5C1',
    jingHover: '#5CC8D1',
    wei: '#E0A84A',
    urgent: '#FF6B62',
    done: '#67B97D',
    onJing: '#0D1820',
    weiText: '#E0A84A',
    faintText: '#97A5B0',
    land: '#16262F',
    water: '#0D1820',
  },
}

export const FONT =
  "'PingFang SC', 'Microsoft YaHei', 'Noto Sans SC', 'Noto Sans CJK SC', system-ui, -apple-system, sans-serif"

/** The tokens as CSS variables (`--jing`, `--on-jing`, …). */
export function cssVariables(tokens: Tokens): [name: string, value: string][] {
  return Object.entries(tokens).map(([name, value]) => [
    `--${name.replace(/[A-Z]/g, (capital) => `-${capital.toLowerCase()}`)}`,
    String(value),
  ])
}

/** The tokens as the component library understands them. */
export function antdTheme(name: ThemeName): ThemeConfig {
  const t = TOKENS[name]
  return {
    algorithm: name === 'dark' ? antd.darkAlgorithm : antd.defaultAlgorithm,
    token: {
      colorPrimary: t.jing,
      colorPrimaryHover: t.jingHover,
      colorPrimaryActive: t.jingHover,
      colorInfo: t.jing,
      colorSuccess: t.done,
      colorWarning: t.wei,
      colorError: t.urgent,
      colorLink: t.jing,
      colorText: t.ink,
      colorTextSecondary: t.secondary,
      colorTextTertiary: t.faintText,
      colorTextDescription: t.secondary,
      colorTextPlaceholder: t.faintText,
      colorBgLayout: t.paper,
      colorBgContainer: t.panel,
      colorBgElevated: t.panel,
      colorBorder: t.line,
      colorBorderSecondary: t.line,
      colorTextLightSolid: t.onJing,
      fontFamily: FONT,
      fontSize: 14,
      borderRadius: 4,
      controlHeight: 32,
      // Nothing moves unless it is new.
      motion: false,
    },
    components: {
      // Ink on panel, turned round: readable on both grounds.
      Tooltip: { colorBgSpotlight: t.ink, colorTextLightSolid: t.panel },
      Table: { cellPaddingBlockSM: 7, cellPaddingInlineSM: 8, headerBg: t.paper, headerColor: t.secondary },
      Button: { primaryShadow: 'none', defaultShadow: 'none', dangerShadow: 'none' },
      Segmented: { trackBg: t.line, itemSelectedColor: t.jing, itemSelectedBg: t.panel },
    },
  }
}
