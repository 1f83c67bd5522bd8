//! What is under way beside the crawl's loop; no visit is lost, though its task may fail.

use std::collections::BTreeMap;
use std::io;
use std::thread;

use tokio::runtime::{Builder, Handle, Runtime};
use tokio::task::{AbortHandle, Id, JoinSet};

use crate::frontier::Visit;

/// Tasks, each on behalf of a visit.
#[derive(Debug)]
pub(super) struct Tasks<T> {
    set: JoinSet<T>,
    /// The visits of the tasks, and whether their hosts are leased still.
    visits: BTreeMap<Id, (Visit, Lease)>,
    readers: Readers,
}

/// Whether a task holds the lease of its visit's host.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Lease {
    Held,
    Released,
}

/// Threads that pages are read on, one for each core: more would only hold more pages in memory at
/// once, each thread in a heap of its own.
#[derive(Debug)]
struct Readers {
    handle: Handle,
    /// Taken only when dropped.
    runtime: Option<Runtime>,
}

impl Readers {
    fn new() -> io::Result<Self> {
        let cores = thread::available_parallelism().map_or(1, usize::from);
        let runtime = Builder::new_current_thread()
            .max_blocking_threads(cores)
            .thread_name("reader")
            .build()?;
        Ok(Self {
            handle: runtime.handle().clone(),
            runtime: Some(runtime),
        })
    }
}

impl Drop for Readers {
    fn drop(&mut self) {
        // A task must not wait for threads, which dropping the runtime would.
        if let Some(runtime) = self.runtime.take() {
            runtime.shutdown_background();
        }
    }
}

impl<T: Send + 'static> Tasks<T> {
    /// # Errors
    ///
    /// Fails if the system gives no threads.
    pub(super) fn new() -> io::Result<Self> {
        Ok(Self {
            set: JoinSet::new(),
            visits: BTreeMap::new(),
            readers: Readers::new()?,
        })
    }

    pub(super) fn len(&self) -> usize {
        self.set.len()
    }

    pub(super) fn is_empty(&self) -> bool {
        self.set.is_empty()
    }

    /// Begins a request on behalf of `visit`, whose host is leased meanwhile.
    pub(super) fn request(
        &mut self,
        visit: &Visit,
        task: impl Future<Output = T> + Send + 'static,
    ) {
        let handle = self.set.spawn(task);
        self.note(&handle, visit, Lease::Held);
    }

    /// Begins work on the thread of a reader on behalf of `visit`.
    pub(super) fn work(
        &mut self,
        visit: &Visit,
        lease: Lease,
        work: impl FnOnce() -> T + Send + 'static,
    ) {
        let handle = self.set.spawn_blocking_on(work, &self.readers.handle);
        self.note(&handle, visit, lease);
    }

    fn note(&mut self, handle: &AbortHandle, visit: &Visit, lease: Lease) {
        self.visits.insert(handle.id(), (visit.clone(), lease));
    }

    /// Waits for the next task to end; of one that failed returns the visit. `None` if there is
    /// none.
    pub(super) async fn next(&mut self) -> Option<Result<T, (Visit, Lease)>> {
        loop {
            match self.set.join_next_with_id().await? {
                Ok((id, value)) => {
                    self.visits.remove(&id);
                    return Some(Ok(value));
                }
                Err(fault) => {
                    if let Some(lost) = self.visits.remove(&fault.id()) {
                        return Some(Err(lost));
                    }
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::frontier::{Frontier, Limits};
    use crate::urls::CanonicalUrl;
    use jiff::Timestamp;

    #[tokio::test]
    async fn the_visit_of_a_task_that_fails_comes_back() {
        let mut frontier = Frontier::new(Limits::new(0, 9));
        frontier.put_seeds(&[CanonicalUrl::parse("http://a.test/").unwrap()]);
        let visit = frontier.lease(Timestamp::UNIX_EPOCH).unwrap();
        let mut tasks = Tasks::new().unwrap();
        tasks.request(&visit, async { 1 });
        assert_eq!(tasks.next().await, Some(Ok(1)));
        tasks.request(&visit, async { panic!("as asked") });
        assert_eq!(tasks.next().await, Some(Err((visit.clone(), Lease::Held))));
        tasks.work(&visit, Lease::Released, || panic!("as asked"));
        assert_eq!(tasks.len(), 1);
        let lost = tasks.next().await;
        assert_eq!(lost, Some(Err((visit, Lease::Released))));
        assert!(tasks.is_empty() && tasks.next().await.is_none());
    }
}
