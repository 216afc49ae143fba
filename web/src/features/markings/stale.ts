/** What a marking changes. */
export const STALE = ['marking-day', 'alarm', 'outlet-statistics', 'transmission', 'ledger']
