//! What is said on standard error: errors, notes, the progress bar.
//!
//! In: messages. Out: lines on standard error that never run into the bar. A closed standard error stops nothing.
//! Not here: when to say what.

use std::io::{IsTerminal, Write};

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

use crate::source::{Input, total_bytes};

/// Less than this is read before a bar would be seen.
const MUCH: u64 = 8 << 20;

/// How much is said, and how.
#[derive(Clone, Copy, Debug, Default)]
pub struct Voice {
    /// Errors only.
    pub quiet: bool,
    /// Also what was passed over.
    pub verbose: bool,
    /// With colours.
    pub color: bool,
    /// With a bar, where it is seen and worth it.
    pub progress: bool,
}

/// Standard error.
pub struct Report {
    voice: Voice,
    bar: ProgressBar,
}

impl Report {
    /// A report without a bar.
    pub fn new(voice: Voice) -> Report {
        Report { voice, bar: ProgressBar::hidden() }
    }

    /// Shows a bar if standard error is a terminal, the rows do not go there too, and there is much to read.
    pub fn expect(&mut self, inputs: &[Input], rows_to_terminal: bool) {
        if !self.voice.progress || rows_to_terminal || !std::io::stderr().is_terminal() {
            return;
        }
        let Some(total) = total_bytes(inputs).filter(|total| *total >= MUCH) else { return };
        let style = ProgressStyle::with_template("{bar:32} {bytes}/{total_bytes} {binary_bytes_per_sec} {eta}");
        self.bar = ProgressBar::with_draw_target(Some(total), ProgressDrawTarget::stderr_with_hz(5));
        self.bar.set_style(style.unwrap_or_else(|_| ProgressStyle::default_bar()));
    }

    /// Moves the bar.
    pub fn advance(&self, bytes: u64) {
        self.bar.set_position(bytes);
    }

    /// Removes the bar.
    pub fn clear(&self) {
        self.bar.finish_and_clear();
    }

    /// Says that something failed.
    pub fn error(&self, message: impl std::fmt::Display) {
        self.line("error", "1;31", &message);
    }

    /// Says something that the user should know, unless quiet.
    pub fn note(&self, message: impl std::fmt::Display) {
        if !self.voice.quiet {
            self.line("note", "36", &message);
        }
    }

    /// Says something that the user wants to know only with `-v`.
    pub fn detail(&self, message: impl std::fmt::Display) {
        if self.voice.verbose {
            self.line("note", "36", &message);
        }
    }

    /// The last line of a batch, unless quiet.
    pub fn summary(&self, message: impl std::fmt::Display) {
        if !self.voice.quiet {
            self.line("shishu", "1", &message);
        }
    }

    /// Whether `-v` was given.
    pub fn is_verbose(&self) -> bool {
        self.voice.verbose
    }

    fn line(&self, label: &str, color: &str, message: &dyn std::fmt::Display) {
        let label = if self.voice.color { format!("\x1b[{color}m{label}:\x1b[0m") } else { format!("{label}:") };
        self.bar.suspend(|| {
            let _ = writeln!(std::io::stderr(), "{label} {message}");
        });
    }
}
