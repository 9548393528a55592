//! The command `shishu`; everything is in the library.

/// Takes a tenth of the time off that the system's allocator needs: a page makes thousands of short strings.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> std::process::ExitCode {
    shishu::cli::run()
}
