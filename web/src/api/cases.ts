/** Cases: what is done in one is one act of many at one address. */
import { saveFile } from '../lib/saveFile'
import { answered, client } from './client'
import type * as C from './contract'
import type { components, paths } from './schema'

type Schemas = components['schemas']

export type CaseQuery = NonNullable<paths['/api/v1/cases']['get']['parameters']['query']>

const at = (id: string) => ({ params: { path: { id } } })

export const cases = {
  list: (query: CaseQuery) => answered<C.CaseList>(client.GET('/api/v1/cases', { params: { query } })),
  due: () => answered<C.CaseDueList>(client.GET('/api/v1/case-deadlines')),
  one: (id: string) => answered<C.CaseDetail>(client.GET('/api/v1/cases/{id}', at(id))),
  /** The decision as a document, handed to the browser as a file. */
  document: async (id: string, format: 'pdf' | 'docx'): Promise<void> => {
    const query = { format }
    const file = await answered<Blob>(
      client.GET('/api/v1/cases/{id}/decision', { params: { path: { id }, query }, parseAs: 'blob' }),
    )
    saveFile(file, `decision-${id}.${format}`)
  },
  law: (id: string) => answered<C.CaseLaw>(client.GET('/api/v1/cases/{id}/law', at(id))),
  open: (body: Schemas['NewCase'], key: string) =>
    answered<C.CaseDetail>(
      client.POST('/api/v1/cases', { params: { header: { 'Idempotency-Key': key } }, body }),
    ),
  /** `key` names the attempt: sent again with the same key, the act is done once. */
  act: (id: string, body: Schemas['CaseAct'], version: number, key: string) =>
    answered<C.CaseDetail>(
      client.POST('/api/v1/cases/{id}/acts', {
        params: { path: { id }, header: { 'If-Match': `"${version}"`, 'Idempotency-Key': key } },
        body,
      }),
    ),
  /** What a fine would be; nothing is done. */
  reckon: (id: string, body: Schemas['CaseFineGiven']) =>
    answered<C.CaseFine>(client.POST('/api/v1/cases/{id}/reckoning', { ...at(id), body })),
  /** Which rung facts propose; nothing is done. */
  propose: (id: string, body: Schemas['CaseProposalAsked']) =>
    answered<C.CaseProposal>(client.POST('/api/v1/cases/{id}/proposal', { ...at(id), body })),
}
