//! The command `shishu`; everything is in the library.

fn main() -> std::process::ExitCode {
    shishu::cli::run()
}
