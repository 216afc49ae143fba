import { createContext, useContext, useEffect, useMemo, useState, type ReactNode } from 'react'
import type { Named } from '../api'
import { readSetting, writeSetting } from '../lib/settings'
import { en } from './en'
import { zh, type Dictionary } from './zh'

export type Language = 'zh' | 'en'

/** Words of one feature, beside its pages, so that they load with them. */
export type Words<T> = Record<Language, T>

/** Ties the English words to the shape of the Chinese ones. */
export const defineWords = <T,>(words: { zh: T; en: NoInfer<T> }): Words<T> => words

interface I18n {
  language: Language
  t: Dictionary
  setLanguage: (language: Language) => void
  /** The name of something, in the language of the page. */
  name: (named: Named) => string
}

const Context = createContext<I18n | undefined>(undefined)

export const DICTIONARIES: Record<Language, Dictionary> = { zh, en }

export function I18nProvider({ children }: { children: ReactNode }) {
  const [language, setLanguage] = useState<Language>(() => (readSetting('language') === 'en' ? 'en' : 'zh'))
  useEffect(() => {
    document.documentElement.lang = language === 'zh' ? 'zh-CN' : 'en'
    writeSetting('language', language)
  }, [language])
  const value = useMemo<I18n>(
    () => ({
      language,
      t: DICTIONARIES[language],
      setLanguage,
      name: (named) => (language === 'en' && named.name_en ? named.name_en : named.name),
    }),
    [language],
  )
  return <Context value={value}>{children}</Context>
}

export function useI18n(): I18n {
  const value = useContext(Context)
  if (!value) throw new Error('useI18n outside its provider')
  return value
}

export const useWords = <T,>(words: Words<T>): T => words[useI18n().language]

/** A span of whole minutes in words: `2 小时 5 分`. */
export function spanText(t: Dictionary, minutes: number): string {
  const size = Math.abs(Math.trunc(minutes))
  if (size < 60) return t.common.minutes(size)
  const hours = Math.floor(size / 60)
  if (hours < 48) return t.common.hours(hours, size % 60)
  return t.common.days(Math.floor(hours / 24), hours % 24)
}

/** What a counter's code begins with where it says on which floor a problem was met: `frame.crc_mismatch`. */
const FLOORS = /^(?:frame|item)\./

/** The word for a code; the code itself where no word is known, so that nothing is hidden. */
export function wordFor(words: Record<string, string>, code: string): string {
  return words[code] ?? words[code.replace(FLOORS, '')] ?? code
}
