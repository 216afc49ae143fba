/** What a command to a draw changes. */
export const STALE = ['draws', 'ledger', 'public-draws']
