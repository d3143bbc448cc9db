//! The program; everything is in the library.

use std::process::ExitCode;

/// A plan becomes millions of small values: the allocators of the systems take a third of the time, and musl's much more.
/// Its second version, as the third holds on to more of what is free; without huge pages, of which a small plan would fill the least part.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    ssm_check::main().into()
}
