//! Jobs of unequal length on several threads, with results in the order of the jobs.

use std::num::NonZero;
use std::sync::{Mutex, PoisonError};
use std::thread;

/// Does all jobs, each on the next thread that is free.
pub(super) fn share_out<J: Send, R: Send>(
    jobs: Vec<J>,
    threads: NonZero<usize>,
    work: impl Fn(J) -> R + Sync,
) -> Vec<R> {
    let count = jobs.len();
    let jobs = Mutex::new(jobs.into_iter().enumerate());
    let results: Mutex<Vec<(usize, R)>> = Mutex::new(Vec::with_capacity(count));
    let until_done = || {
        loop {
            // Nothing panics while it holds a lock.
            let next = jobs.lock().unwrap_or_else(PoisonError::into_inner).next();
            let Some((number, job)) = next else { return };
            let result = work(job);
            let mut results = results.lock().unwrap_or_else(PoisonError::into_inner);
            results.push((number, result));
        }
    };
    thread::scope(|scope| {
        for _ in 1..threads.get().min(count) {
            // Without threads, the work is done here.
            let _ = thread::Builder::new().spawn_scoped(scope, until_done);
        }
        until_done();
    });
    let mut results = results.into_inner().unwrap_or_else(PoisonError::into_inner);
    results.sort_by_key(|(number, _)| *number);
    results.into_iter().map(|(_, result)| result).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn results_come_in_the_order_of_the_jobs() {
        for threads in [1, 2, 7] {
            let threads = NonZero::new(threads).unwrap();
            let doubled: Vec<u32> = share_out((0..50).collect(), threads, |job: u32| job * 2);
            assert_eq!(doubled, (0..50).map(|job| job * 2).collect::<Vec<u32>>());
        }
    }
}
