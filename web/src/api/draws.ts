/** Draws by lot, and what everybody may read of them. */
import { answered, client } from './client'
import type * as C from './contract'
import type { components } from './schema'

type Schemas = components['schemas']

const named = (id: string, key: string) => ({ path: { id }, header: { 'Idempotency-Key': key } })

const ofYear = (year: number, key: string) => ({ path: { year }, header: { 'Idempotency-Key': key } })

export const draws = {
  plans: () => answered<Schemas['InspectionPlanList']>(client.GET('/api/v1/inspection-plans')),
  planProposal: (year: number) =>
    answered<C.PlanProposal>(
      client.GET('/api/v1/inspection-plans/{year}/proposal', { params: { path: { year } } }),
    ),
  draftPlan: (year: number, pools: Schemas['NewPlanPool'][], key: string) =>
    answered<C.InspectionPlan>(
      client.POST('/api/v1/inspection-plans/{year}/draft', { params: ofYear(year, key), body: { pools } }),
    ),
  approvePlan: (year: number, draft: number, key: string) =>
    answered<C.InspectionPlan>(
      client.POST('/api/v1/inspection-plans/{year}/approve', { params: ofYear(year, key), body: { draft } }),
    ),
  returnPlan: (year: number, draft: number, reason: string, key: string) =>
    answered<C.InspectionPlan>(
      client.POST('/api/v1/inspection-plans/{year}/return', {
        params: ofYear(year, key),
        body: { draft, reason },
      }),
    ),
  list: () => answered<C.DrawList>(client.GET('/api/v1/draws')),
  open: (body: Schemas['NewDraw'], key: string) =>
    answered<C.Draw>(client.POST('/api/v1/draws', { params: { header: { 'Idempotency-Key': key } }, body })),
  share: (id: string, share: string, key: string) =>
    answered<C.Draw>(client.POST('/api/v1/draws/{id}/share', { params: named(id, key), body: { share } })),
  abandon: (id: string, reason: string, key: string) =>
    answered<C.Draw>(client.POST('/api/v1/draws/{id}/abandon', { params: named(id, key), body: { reason } })),
  commit: (id: string, body: C.NewPlan, key: string) =>
    answered<C.Draw>(
      client.POST('/api/v1/draws/{id}/commit', {
        params: named(id, key),
        // The lists have the shapes of docs/draw.md, which the document does not repeat.
        body: body as unknown as Schemas['NewPlan'],
      }),
    ),
  reveal: (id: string, secret: string, key: string) =>
    answered<C.Draw>(client.POST('/api/v1/draws/{id}/reveal', { params: named(id, key), body: { secret } })),
  round: (id: string, body: Schemas['DrawRoundGiven'], key: string) =>
    answered<C.Draw>(client.POST('/api/v1/draws/{id}/round', { params: named(id, key), body })),
  publish: (id: string, key: string) =>
    answered<C.Draw>(client.POST('/api/v1/draws/{id}/publish', { params: named(id, key) })),
  void: (id: string, reason: string, key: string) =>
    answered<C.Draw>(client.POST('/api/v1/draws/{id}/void', { params: named(id, key), body: { reason } })),
  /** As it stands, published or not; who reads it is noted. */
  record: (id: string) =>
    answered<unknown>(client.GET('/api/v1/draws/{id}/record', { params: { path: { id } } })),
}

/** What everybody may read, signed in or not. */
export const publicDraws = {
  list: () => answered<C.PublicDraws>(client.GET('/api/v1/public/draws')),
  record: (id: string) =>
    answered<unknown>(client.GET('/api/v1/public/draws/{id}/record', { params: { path: { id } } })),
  results: (id: string) =>
    answered<C.PublicResults>(client.GET('/api/v1/public/draws/{id}/results', { params: { path: { id } } })),
  resultsUrl: (id: string) => `/api/v1/public/draws/${encodeURIComponent(id)}/results?format=xlsx`,
  recordUrl: (id: string) => `/api/v1/public/draws/${encodeURIComponent(id)}/record`,
}
