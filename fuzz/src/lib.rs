//! What the targets have in common.

pub mod sheets;

use std::alloc::{GlobalAlloc, Layout, System};
use std::path::Path;
use std::sync::LazyLock;

use hj212::{Decoder, Frame, Limits};
use model::Timestamp;

/// No input of a target is as long as a megabyte, so nothing that is read from it may want so much at once.
const LARGEST_ALLOCATION: usize = 512 << 20;

/// The system's allocator, which ends the process where bytes that lie about a length are believed.
pub struct Fence;

// SAFETY: every call is the system allocator's own.
unsafe impl GlobalAlloc for Fence {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        refuse_absurd(layout.size());
        // SAFETY: the caller's promises are passed on.
        unsafe { System.alloc(layout) }
    }

    unsafe fn alloc_zeroed(&self, layout: Layout) -> *mut u8 {
        refuse_absurd(layout.size());
        // SAFETY: the caller's promises are passed on.
        unsafe { System.alloc_zeroed(layout) }
    }

    unsafe fn realloc(&self, old: *mut u8, layout: Layout, size: usize) -> *mut u8 {
        refuse_absurd(size);
        // SAFETY: the caller's promises are passed on.
        unsafe { System.realloc(old, layout, size) }
    }

    unsafe fn dealloc(&self, old: *mut u8, layout: Layout) {
        // SAFETY: the caller's promises are passed on.
        unsafe { System.dealloc(old, layout) }
    }
}

#[global_allocator]
static ALLOCATOR: Fence = Fence;

fn refuse_absurd(bytes: usize) {
    if bytes > LARGEST_ALLOCATION {
        eprintln!("an allocation of {bytes} bytes");
        std::process::abort();
    }
}

/// For targets of parsers that catch panics of a library: only a panic that gets out is a find.
pub fn let_panics_be_caught() {
    drop(std::panic::take_hook());
}

/// The time at which everything is received: 2020-08-30 08:40 in Changsha.
#[must_use]
pub fn now() -> Timestamp {
    Timestamp::from_second(1_598_748_000).expect("a time of 2020 is one")
}

/// A folder of this process for targets that read files, in memory where there is such a place.
#[must_use]
pub fn folder() -> &'static Path {
    static FOLDER: LazyLock<tempfile::TempDir> = LazyLock::new(|| {
        let memory = Path::new("/dev/shm");
        let made = if memory.is_dir() { tempfile::tempdir_in(memory) } else { tempfile::tempdir() };
        made.expect("a temporary folder can be made")
    });
    FOLDER.path()
}

/// Gives every frame of a stream to `each`, with how many bytes were pushed before it was found.
pub fn frames(stream: &[u8], cut: usize, mut each: impl FnMut(&Frame<'_>)) -> Decoder {
    let mut decoder = Decoder::new(Limits::default());
    for piece in stream.chunks(cut.max(1)) {
        let mut rest = piece;
        while !rest.is_empty() {
            let taken = decoder.push(rest);
            rest = &rest[taken..];
            while let Some(frame) = decoder.next_frame() {
                each(&frame);
            }
        }
    }
    decoder.flush();
    while let Some(frame) = decoder.next_frame() {
        each(&frame);
    }
    decoder
}
