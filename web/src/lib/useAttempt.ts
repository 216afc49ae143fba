import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useRef } from 'react'
import { uuid } from './random'

/**
 * An act of a person. One attempt has one key, so that a double click acts once; what has come of it or failed is
 * followed by another attempt. Queries that begin with one of `stale` are then asked anew.
 */
export function useAttempt<Input, Answer>(
  act: (input: Input, key: string) => Promise<Answer>,
  stale: string[],
  after?: () => void,
) {
  const queries = useQueryClient()
  const key = useRef(uuid())
  return useMutation({
    mutationFn: (input: Input) => act(input, key.current),
    onSuccess: () => after?.(),
    onSettled: () => {
      key.current = uuid()
      for (const first of stale) void queries.invalidateQueries({ queryKey: [first] })
    },
  })
}
