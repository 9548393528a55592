//! Many documents at once, results in input order, memory bounded.
//!
//! In: a [`Source`] and what to do with one document. Out: an [`Event`] for each document, in the order of the input
//! whatever the number of threads. One thread reads ahead into a queue of some `AHEAD` bytes; the caller takes all
//! that is there, works on it in parallel, and hands the results on one by one. So a slow stream is worked on page by
//! page as it comes, a fast one in batches, and no more than two batches are ever held. Not here: what the work is.

use std::io;
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};

use rayon::ThreadPool;
use rayon::prelude::*;

use crate::document::Document;
use crate::source::{InputError, Source};

/// How much text is read ahead. Rows with their sentences weigh some ten times their text.
const AHEAD: usize = 1 << 20;

/// What came of one input.
pub enum Event<T> {
    /// A document was worked on.
    Done(T),
    /// An input, or a line of one, could not be read.
    Failed(InputError),
    /// A file of a folder was left out.
    PassedOver(String),
    /// All that was there is done: what it came to should be out before more is waited for.
    CaughtUp,
}

/// Works on every document of a source with some threads, and gives each result to `take`; ends at its first error.
pub fn run<T: Send>(
    source: Source,
    threads: &ThreadPool,
    work: impl Fn(&Document) -> T + Sync,
    mut take: impl FnMut(Event<T>) -> io::Result<()>,
) -> io::Result<()> {
    let queue = Arc::new(Queue::default());
    let taker = End { queue: Arc::clone(&queue) };
    let reader = End { queue: Arc::clone(&queue) };
    std::thread::Builder::new().name("reader".into()).spawn(move || read(source, &reader))?;
    while let Some(batch) = taker.queue.take() {
        let done: Vec<Event<T>> = threads.install(|| batch.into_par_iter().map(|event| apply(event, &work)).collect());
        done.into_iter().chain([Event::CaughtUp]).try_for_each(&mut take)?;
    }
    Ok(())
}

fn apply<T>(event: Event<Document>, work: impl Fn(&Document) -> T) -> Event<T> {
    match event {
        Event::Done(document) => Event::Done(work(&document)),
        Event::Failed(error) => Event::Failed(error),
        Event::PassedOver(name) => Event::PassedOver(name),
        Event::CaughtUp => Event::CaughtUp,
    }
}

fn read(mut source: Source, end: &End) {
    loop {
        let item = source.next();
        for name in source.take_passed_over() {
            end.queue.put(Event::PassedOver(name));
        }
        let open = match item {
            None => false,
            Some(Ok(document)) => end.queue.put(Event::Done(document)),
            Some(Err(error)) => end.queue.put(Event::Failed(error)),
        };
        if !open {
            return;
        }
    }
}

/// Events on their way from the reader to the taker.
#[derive(Default)]
struct Queue {
    state: Mutex<State>,
    changed: Condvar,
}

#[derive(Default)]
struct State {
    events: Vec<Event<Document>>,
    bytes: usize,
    closed: bool,
}

/// The reader's or the taker's hold on the queue; the first to let go closes it for both.
struct End {
    queue: Arc<Queue>,
}

impl Drop for End {
    fn drop(&mut self) {
        self.queue.lock().closed = true;
        self.queue.changed.notify_all();
    }
}

impl Queue {
    /// Adds an event, once there is room; false when nobody takes any more.
    fn put(&self, event: Event<Document>) -> bool {
        let full = |state: &mut State| state.bytes >= AHEAD && !state.closed;
        let mut state = self.changed.wait_while(self.lock(), full).unwrap_or_else(PoisonError::into_inner);
        state.bytes += 256 + if let Event::Done(document) = &event { document.text.len() } else { 0 };
        state.events.push(event);
        if state.events.len() == 1 {
            self.changed.notify_all(); // the taker waits for nothing else, and each call is one of the system
        }
        !state.closed
    }

    /// All events that are there, once there are any; `None` at the end.
    fn take(&self) -> Option<Vec<Event<Document>>> {
        let empty = |state: &mut State| state.events.is_empty() && !state.closed;
        let mut state = self.changed.wait_while(self.lock(), empty).unwrap_or_else(PoisonError::into_inner);
        state.bytes = 0;
        self.changed.notify_all();
        let events = std::mem::take(&mut state.events);
        (!events.is_empty()).then_some(events)
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::{Input, Options};

    fn source(pages: usize) -> io::Result<(tempfile::TempDir, Source)> {
        let folder = tempfile::tempdir()?;
        let text: Vec<String> = (0..pages).map(|page| format!("{page} {}", "页".repeat(page % 4000))).collect();
        std::fs::write(folder.path().join("pages.txt"), text.join("\x0C"))?;
        let inputs = vec![Input::Path(folder.path().into())];
        Ok((folder, Source::new(inputs, Options::default())))
    }

    fn threads(jobs: usize) -> io::Result<ThreadPool> {
        rayon::ThreadPoolBuilder::new().num_threads(jobs).build().map_err(io::Error::other)
    }

    #[test]
    fn results_come_in_order_for_any_number_of_threads() -> io::Result<()> {
        for jobs in [1, 2, 7] {
            let (_folder, source) = source(3000)?;
            let mut next = 0;
            let number = |document: &Document| document.text.split(' ').next().map(str::to_string);
            run(source, &threads(jobs)?, number, |event| {
                if !matches!(event, Event::CaughtUp) {
                    assert!(matches!(event, Event::Done(Some(found)) if found == next.to_string()));
                    next += 1;
                }
                Ok(())
            })?;
            assert_eq!(next, 3000, "{jobs}");
        }
        Ok(())
    }

    #[test]
    fn an_error_of_the_taker_ends_the_run() -> io::Result<()> {
        let (_folder, source) = source(3000)?;
        let stop = |_: Event<()>| Err(io::ErrorKind::BrokenPipe.into());
        let ended = run(source, &threads(2)?, |_| (), stop);
        assert!(ended.is_err_and(|error| error.kind() == io::ErrorKind::BrokenPipe));
        Ok(())
    }
}
