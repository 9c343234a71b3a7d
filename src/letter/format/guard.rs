//! Foreign parsers run apart: with a large stack, and so that a panic in one becomes an error of its file.

use crate::error::{Error, ErrorKind, Result};
use std::cell::Cell;
use std::panic;
use std::thread;

/// Stack of a reader's thread in bytes.
const STACK: usize = 64 << 20;

thread_local! {
    static QUIET: Cell<bool> = const { Cell::new(false) };
}

/// Has the panic hook of this process say nothing of panics in readers, which become errors of their files.
///
/// The hook belongs to the whole process: only a program sets it, once, as it begins.
pub fn silence_panics() {
    let before = panic::take_hook();
    panic::set_hook(Box::new(move |info| {
        if !QUIET.get() {
            before(info);
        }
    }));
}

/// Runs a reader on a thread of its own and waits for it.
///
/// # Errors
/// What the reader gives; [`ErrorKind::Format`] when it panics.
pub(super) fn guarded<T: Send>(format: &str, read: impl FnOnce() -> Result<T> + Send) -> Result<T> {
    if cfg!(fuzzing) {
        // a fuzzer must see the panic, and starts no thread for each of its inputs
        return read();
    }
    thread::scope(|scope| {
        let thread = thread::Builder::new()
            .name(format!("read {format}"))
            .stack_size(STACK)
            .spawn_scoped(scope, || {
                QUIET.set(true);
                read()
            });
        match thread {
            Ok(thread) => thread.join().unwrap_or_else(|_| Err(panicked(format))),
            Err(error) => Err(Error::new(
                ErrorKind::Io,
                format!("cannot start a thread to read {format}: {error}"),
            )
            .caused_by(error)),
        }
    })
}

fn panicked(format: &str) -> Error {
    Error::new(
        ErrorKind::Format,
        format!("the {format} reader broke off: the file is damaged or of a rare kind"),
    )
    .expected(format!("a sound {format} file"))
    .hint("open it in its own program and save it again, or save it as plain text")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_panic_becomes_an_error_and_a_result_passes() {
        let error = guarded::<()>("PDF", || panic!("deep inside")).unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Format);
        assert!(error.next_step().is_some());
        assert_eq!(guarded("PDF", || Ok(3)).unwrap(), 3);
    }
}
