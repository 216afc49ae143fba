//! The same work for many items, on as many threads as are given; results are in the order of the items, and the same on
//! any number of threads.

use std::num::NonZero;

/// More threads than this gain nothing for a tracing.
const MOST_THREADS: usize = 8;
/// Fewer items than this are not worth a thread.
const FEW: usize = 4;

/// `work` of each item, in order, on up to `threads`.
pub(crate) fn map<T: Sync, R: Send>(
    threads: NonZero<usize>,
    items: &[T],
    work: impl Fn(&T) -> R + Sync,
) -> Vec<R> {
    let cores = threads.get().min(MOST_THREADS);
    if cores == 1 || items.len() < FEW {
        return items.iter().map(work).collect();
    }
    // Neighbours take alike long: dealing them out in small portions keeps the threads evenly busy.
    let portions: Vec<&[T]> = items.chunks(items.len().div_ceil(cores * 4)).collect();
    let work = &work;
    let by_thread = |thread: usize| {
        let own = portions.iter().enumerate().skip(thread).step_by(cores);
        own.map(|(number, portion)| (number, portion.iter().map(work).collect()))
            .collect::<Vec<(usize, Vec<R>)>>()
    };
    let by_thread = &by_thread;
    let mut done: Vec<(usize, Vec<R>)> = std::thread::scope(|scope| {
        let threads: Vec<_> = (0..cores).map(|thread| scope.spawn(move || by_thread(thread))).collect();
        threads
            .into_iter()
            .flat_map(|thread| match thread.join() {
                Ok(results) => results,
                Err(panic) => std::panic::resume_unwind(panic),
            })
            .collect()
    });
    done.sort_by_key(|(number, _)| *number);
    done.into_iter().flat_map(|(_, results)| results).collect()
}
