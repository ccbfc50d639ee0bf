//! The same work on several threads.

use std::num::NonZero;
use std::thread;

/// Does the same work for each item, on as many threads at most; the results are in the order of the
/// items.
pub(crate) fn side_by_side<T: Sync, R: Send>(
    items: &[T],
    threads: NonZero<usize>,
    work: impl Fn(&T) -> R + Sync,
) -> Vec<R> {
    let part = items.len().div_ceil(threads.get()).max(1);
    let all = |items: &[T]| items.iter().map(&work).collect::<Vec<R>>();
    let mut parts = items.chunks(part);
    let first = parts.next().unwrap_or_default();
    thread::scope(|scope| {
        let others: Vec<_> = parts
            .map(|items| {
                let builder = thread::Builder::new();
                // Without threads, the work is done here.
                (items, builder.spawn_scoped(scope, || all(items)).ok())
            })
            .collect();
        let mut results = all(first);
        for (items, thread) in others {
            results.extend(match thread.map(thread::ScopedJoinHandle::join) {
                Some(Ok(done)) => done,
                Some(Err(panic)) => std::panic::resume_unwind(panic),
                None => all(items),
            });
        }
        results
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn results_come_in_the_order_of_the_items() {
        for count in [0, 1, 2, 3, 100_u32] {
            let items: Vec<u32> = (0..count).collect();
            let doubled: Vec<u32> = items.iter().map(|item| item * 2).collect();
            for threads in [1, 2, 7, 1_000] {
                let threads = NonZero::new(threads).unwrap();
                assert_eq!(side_by_side(&items, threads, |item| item * 2), doubled);
            }
        }
    }

    #[test]
    fn no_more_threads_work_than_were_given() {
        let items = [(); 100];
        for most in [1, 2, 3] {
            let given = NonZero::new(most).unwrap();
            let on: Vec<thread::ThreadId> =
                side_by_side(&items, given, |()| thread::current().id());
            let mut distinct: Vec<thread::ThreadId> = Vec::new();
            for id in on {
                if !distinct.contains(&id) {
                    distinct.push(id);
                }
            }
            assert_eq!(distinct.len(), most);
        }
    }
}
