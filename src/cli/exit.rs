//! Exit codes, and the last words on standard error.

use std::io::{self, Write};
use std::process::ExitCode;

/// How a command ended without a failure.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Status {
    /// It answered.
    Answered,
    /// It ran, and nothing could be read.
    NothingRead,
}

impl From<Status> for ExitCode {
    fn from(status: Status) -> Self {
        match status {
            Status::Answered => Self::SUCCESS,
            Status::NothingRead => Self::from(1),
        }
    }
}

/// Prints `error` with its causes in one line and returns the exit code for it: 2, or 0 if only
/// the reader of our output went away.
pub(crate) fn explain(error: &anyhow::Error) -> ExitCode {
    let broken_pipe = error
        .chain()
        .filter_map(|cause| cause.downcast_ref::<io::Error>())
        .any(|cause| cause.kind() == io::ErrorKind::BrokenPipe);
    if broken_pipe {
        return ExitCode::SUCCESS;
    }
    // Standard error may be closed too; there is nobody left to tell then.
    let _told = writeln!(io::stderr().lock(), "headwater: {error:#}");
    ExitCode::from(2)
}
