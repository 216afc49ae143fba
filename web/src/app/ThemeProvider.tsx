import { App as AntdApp, ConfigProvider } from 'antd'
import enUS from 'antd/locale/en_US'
import zhCN from 'antd/locale/zh_CN'
import { createContext, useContext, useLayoutEffect, useMemo, useState, type ReactNode } from 'react'
import { useI18n } from '../i18n'
import { readSetting, writeSetting } from '../lib/settings'
import { antdTheme, cssVariables, TOKENS, type ThemeName, type Tokens } from './theme'

interface Theme {
  name: ThemeName
  tokens: Tokens
  toggle: () => void
}

const Context = createContext<Theme | undefined>(undefined)

export function ThemeProvider({ children }: { children: ReactNode }) {
  const { language } = useI18n()
  const [name, setName] = useState<ThemeName>(() => (readSetting('theme') === 'dark' ? 'dark' : 'light'))
  useLayoutEffect(() => {
    const root = document.documentElement
    root.dataset.theme = name
    root.style.colorScheme = name
    for (const [variable, value] of cssVariables(TOKENS[name])) root.style.setProperty(variable, value)
    writeSetting('theme', name)
  }, [name])
  const value = useMemo<Theme>(
    () => ({
      name,
      tokens: TOKENS[name],
      toggle: () => setName((now) => (now === 'light' ? 'dark' : 'light')),
    }),
    [name],
  )
  const config = useMemo(() => antdTheme(name), [name])
  return (
    <Context value={value}>
      <ConfigProvider
        theme={config}
        locale={language === 'zh' ? zhCN : enUS}
        button={{ autoInsertSpace: false }}
      >
        <AntdApp className="root">{children}</AntdApp>
      </ConfigProvider>
    </Context>
  )
}

export function useTheme(): Theme {
  const value = useContext(Context)
  if (!value) throw new Error('useTheme outside its provider')
  return value
}
