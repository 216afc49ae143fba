/** Which fields each act has: the form is made of this list. */
export type FieldKind =
  | 'line'
  | 'area'
  | 'date'
  | 'number'
  | 'check'
  | 'choice'
  | 'file'
  | 'files'
  | 'evidence'
  | 'evidence_one'
  | 'order_one'
  | 'measure_one'
  | 'referral_one'
  | 'daily_one'
  | 'lines'
  | 'conditions'
  | 'people'
  | 'penalty'
  | 'tier'
  | 'outcome'
  | 'stops'

export interface ActField {
  name: string
  kind: FieldKind
  /** The word of the label, where it is another than the field's name. */
  label?: string
  /** Of a choice: the codes. */
  of?: readonly string[]
  optional?: true
}

const line = (name: string, more: Partial<ActField> = {}): ActField => ({ name, kind: 'line', ...more })
const area = (name: string, more: Partial<ActField> = {}): ActField => ({ name, kind: 'area', ...more })
const choice = (name: string, of: readonly string[]): ActField => ({ name, kind: 'choice', of })
const on: ActField = { name: 'on', kind: 'date' }
const files: ActField = { name: 'files', kind: 'files', optional: true }
const reason = area('reason')
const facts = area('facts')
const provisions: ActField = { name: 'provisions', kind: 'lines' }
const basis: ActField = { name: 'evidence', kind: 'evidence' }
const file = (name: string, label = name): ActField => ({ name, kind: 'file', label, optional: true })

const measure: ActField = { name: 'measure', kind: 'measure_one' }
const referral: ActField = { name: 'referral', kind: 'referral_one' }
const daily: ActField = { name: 'daily', kind: 'daily_one' }

export const ACT_FIELDS: Record<string, readonly ActField[]> = {
  file: [{ name: 'conditions', kind: 'conditions' }, area('late_reason', { optional: true })],
  decline: [reason],
  decide_on_the_spot: [line('number'), { name: 'penalty', kind: 'penalty' }, facts, provisions, basis],
  set_tier: [{ name: 'tier', kind: 'tier' }],
  send: [area('report'), basis],
  review: [choice('agrees', ['true', 'false']), area('words')],
  notify: [facts, provisions, { name: 'penalty', kind: 'penalty' }],
  state: [
    choice('kind', ['statement', 'waiver', 'hearing_request', 'hearing_withdrawn']),
    on,
    area('words', { optional: true }),
    files,
  ],
  convene_hearing: [on, line('place')],
  hold_hearing: [on, area('words'), file('minutes')],
  deliberate: [{ name: 'members', kind: 'people' }, area('conclusion'), file('minutes')],
  decide: [
    line('number'),
    { name: 'penalty', kind: 'outcome' },
    facts,
    provisions,
    area('reasons'),
    area('weighed', { optional: true }),
    basis,
    area('late_reason', { optional: true }),
  ],
  serve: [
    choice('document', ['notice', 'decision', 'order', 'daily_notice', 'daily', 'urging']),
    { name: 'order', kind: 'order_one', optional: true },
    { ...daily, optional: true },
    choice('way', ['direct', 'left', 'entrusted', 'post', 'electronic', 'passed_on', 'public_notice']),
    on,
    file('receipt'),
    area('note', { optional: true }),
  ],
  pay: [
    on,
    line('amount', { label: 'yuan' }),
    { ...daily, label: 'payDaily', optional: true },
    file('receipt', 'payReceipt'),
  ],
  tell_daily: [{ name: 'order', kind: 'order_one' }, facts],
  review_daily: [daily, area('words')],
  impose_daily: [
    daily,
    line('number'),
    area('stated', { optional: true }),
    area('weighed', { optional: true }),
    { name: 'hearing_on', kind: 'date', optional: true },
  ],
  close: [choice('because', ['performed', 'nothing_to_perform', 'enforced', 'annulled']), area('words')],
  archive: [line('volume')],
  add_evidence: [
    choice('kind', [
      'documentary',
      'physical',
      'audio_visual',
      'electronic_data',
      'testimony',
      'party_statement',
      'expert_opinion',
      'site_record',
    ]),
    line('title'),
    area('shows'),
    { name: 'file', kind: 'file' },
    { name: 'obtained_on', kind: 'date' },
    line('kept', { optional: true }),
    { name: 'registered', kind: 'check' },
    file('clip'),
  ],
  check_evidence: [{ name: 'evidence', kind: 'evidence_one' }],
  move_evidence: [
    { name: 'evidence', kind: 'evidence_one' },
    line('to'),
    reason,
    { name: 'released', kind: 'check' },
  ],
  record: [
    choice('kind', [
      'interview',
      'inspection',
      'sampling',
      'monitoring_report',
      'credentials_shown',
      'published',
      'reported',
    ]),
    on,
    line('place', { optional: true }),
    { name: 'with', kind: 'people', optional: true },
    area('words'),
    files,
  ],
  order: [area('what'), { name: 'until', kind: 'date', optional: true }],
  recheck: [
    { name: 'order', kind: 'order_one' },
    on,
    { name: 'corrected', kind: 'check' },
    area('words'),
    files,
  ],
  challenge: [choice('kind', ['reconsideration', 'litigation']), on, line('before')],
  end_challenge: [
    choice('outcome', ['upheld', 'annulled', 'dropped']),
    on,
    area('words', { optional: true }),
  ],
  enforce: [
    choice('step', ['urged', 'applied_to_court', 'court_allowed', 'court_refused', 'enforced', 'terminated']),
    on,
    area('words'),
    files,
  ],
  correct: [area('was'), area('becomes'), reason],
  take_measure: [
    choice('kind', ['seizure', 'limit', 'stop']),
    on,
    area('objects'),
    reason,
    { name: 'urgent', kind: 'check' },
  ],
  approve_measure: [measure, reason],
  extend_measure: [measure, { name: 'amount', kind: 'number' }, reason],
  lift_measure: [measure, on, reason],
  refer: [choice('kind', ['detention', 'crime']), line('to'), reason],
  hand_over: [referral, area('words'), file('receipt')],
  police_answer: [
    referral,
    on,
    choice('answer', ['accepted', 'returned', 'opened_case', 'refused']),
    area('words', { optional: true }),
  ],
  suspend: [{ name: 'ground', kind: 'stops' }, reason],
  resume: [reason],
  extend: [
    choice('term', ['filing', 'decision', 'prosecution_limit']),
    { name: 'amount', kind: 'number' },
    reason,
  ],
  reinvestigate: [reason],
  merge: [line('into'), reason],
  transfer: [line('to'), reason],
  withdraw: [reason],
}

/** What a form holds: texts, lists, files; each field under its name. */
export type Typed = Record<string, unknown>

export const textOf = (typed: Typed, name: string): string => {
  const value = typed[name]
  return typeof value === 'string' ? value : ''
}

export const listOf = <T>(typed: Typed, name: string): T[] => {
  const value = typed[name]
  return Array.isArray(value) ? (value as T[]) : []
}

const isEmpty = (value: unknown): boolean =>
  value === undefined ||
  value === null ||
  (typeof value === 'string' && value.trim() === '') ||
  (Array.isArray(value) && value.length === 0)

/** The fields that are still to be filled in. */
export const missingOf = (act: string, typed: Typed): string[] =>
  (ACT_FIELDS[act] ?? [])
    .filter((field) => !field.optional && field.kind !== 'check' && isEmpty(typed[field.name]))
    .map((field) => field.name)

/** The body of an act, as the API wants it. */
export function bodyOf(act: string, typed: Typed): Record<string, unknown> {
  const body: Record<string, unknown> = { act }
  for (const field of ACT_FIELDS[act] ?? []) {
    const value = typed[field.name]
    if (field.kind === 'check') body[field.name] = value === true
    else if (field.kind === 'tier') {
      const { facts, catalogue, rung, reason } = (value ?? {}) as Record<string, unknown>
      Object.assign(body, { facts, rung, ...(!isEmpty(catalogue) && { catalogue }), reason: reason ?? '' })
    } else if (field.kind === 'outcome') Object.assign(body, value)
    else if (isEmpty(value)) continue
    else if (field.kind === 'lines') {
      const lines = textOf(typed, field.name).split('\n')
      body[field.name] = lines.map((text) => text.trim()).filter(Boolean)
    } else if (field.kind === 'files')
      body[field.name] = listOf<{ hash: string }>(typed, field.name).map(({ hash }) => hash)
    else if (field.kind === 'file') body[field.name] = listOf<{ hash: string }>(typed, field.name)[0]?.hash
    else if (field.name === 'agrees') body[field.name] = value === 'true'
    else body[field.name] = value
  }
  return body
}
