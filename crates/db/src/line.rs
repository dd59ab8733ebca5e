//! Jobs that wait in line and are run by whichever caller leads.
//!
//! A job that owns what it needs can be run by another caller's thread. Its caller puts it in line; if nobody leads, it
//! leads itself: it runs all jobs in line, commits them, and hands the lead to the first who came meanwhile. The others
//! sleep until their answer is on the disk. So no job of a batch waits for a thread to wake up.

use crate::store::{Ran, WriteError, Writer, lock};
use crate::tx::Tx;
use std::collections::VecDeque;
use std::sync::{Arc, Condvar, Mutex, PoisonError};

/// The jobs that nobody has run yet, in the order in which they came.
#[derive(Default)]
pub(crate) struct Line(Mutex<Waiting>);

#[derive(Default)]
struct Waiting {
    jobs: VecDeque<Arc<dyn Queued>>,
    /// Somebody runs jobs, or was told to.
    led: bool,
}

/// A job in line, whatever it answers.
pub(crate) trait Queued: Send + Sync {
    /// Runs it in the open batch, or in a new one, and keeps its answer.
    fn run(&self, writer: &mut Writer);

    /// Wakes its caller.
    fn wake(&self, turn: Turn);
}

/// What a sleeping caller is woken for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Turn {
    /// To run the jobs in line, its own first.
    Lead,
    /// To take its answer.
    Answered,
}

impl Line {
    /// Puts a job in line; says whether its caller now leads.
    pub(crate) fn join(&self, job: Arc<dyn Queued>) -> bool {
        let mut waiting = lock(&self.0);
        waiting.jobs.push_back(job);
        !std::mem::replace(&mut waiting.led, true)
    }

    /// Takes the lead for as long as the answer lives.
    pub(crate) fn lead(&self) -> Lead<'_> {
        Lead {
            line: self,
            served: Vec::new(),
        }
    }
}

/// The right to run jobs. Dropped, it hands the lead on and wakes those that were served.
pub(crate) struct Lead<'l> {
    line: &'l Line,
    served: Vec<Arc<dyn Queued>>,
}

impl Lead<'_> {
    /// Runs the next job in line; says whether there was one.
    pub(crate) fn serve(&mut self, writer: &mut Writer) -> bool {
        let next = lock(&self.line.0).jobs.pop_front();
        let Some(job) = next else { return false };
        job.run(writer);
        self.served.push(job);
        true
    }
}

impl Drop for Lead<'_> {
    fn drop(&mut self) {
        let mut waiting = lock(&self.line.0);
        let next = waiting.jobs.front().cloned();
        waiting.led = next.is_some();
        drop(waiting);
        // The next leader has work to do; the others only take their answers.
        if let Some(next) = next {
            next.wake(Turn::Lead);
        }
        for job in &self.served {
            job.wake(Turn::Answered);
        }
    }
}

/// Where one caller waits.
pub(crate) struct Place<J, T, E> {
    kept: Mutex<Kept<J, T, E>>,
    moved: Condvar,
}

struct Kept<J, T, E> {
    job: Option<J>,
    ran: Option<Result<Ran<T, E>, WriteError<E>>>,
    turn: Option<Turn>,
}

impl<J, T, E> Place<J, T, E> {
    pub(crate) fn new(job: J) -> Self {
        Self {
            kept: Mutex::new(Kept {
                job: Some(job),
                ran: None,
                turn: None,
            }),
            moved: Condvar::new(),
        }
    }

    /// Sleeps until it is woken; says for what.
    pub(crate) fn sleep(&self) -> Turn {
        let mut kept = lock(&self.kept);
        loop {
            if let Some(turn) = kept.turn {
                return turn;
            }
            kept = self
                .moved
                .wait(kept)
                .unwrap_or_else(PoisonError::into_inner);
        }
    }

    /// Takes what the job answered; none if it was never run.
    pub(crate) fn answer(&self) -> Option<Result<Ran<T, E>, WriteError<E>>> {
        lock(&self.kept).ran.take()
    }
}

impl<J, T, E> Queued for Place<J, T, E>
where
    J: FnOnce(&mut Tx<'_>) -> Result<T, E> + Send,
    T: Send,
    E: Send,
{
    fn run(&self, writer: &mut Writer) {
        let job = lock(&self.kept).job.take();
        if let Some(job) = job {
            let ran = writer.run(job);
            lock(&self.kept).ran = Some(ran);
        }
    }

    fn wake(&self, turn: Turn) {
        lock(&self.kept).turn = Some(turn);
        self.moved.notify_one();
    }
}
