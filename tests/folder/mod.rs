//! A temporary folder to run the real binary in, for the tests of every command.

#![allow(dead_code)] // each test file uses what it needs

use std::fs;
use std::path::{Path, PathBuf};

use assert_cmd::Command;

/// A temporary folder to run the binary in.
pub struct Folder(tempfile::TempDir);

/// What a run came to.
pub struct Run {
    pub code: i32,
    pub stdout: String,
    pub stderr: String,
}

impl Folder {
    pub fn new() -> Self {
        Folder(tempfile::tempdir().expect("a temporary folder can be made"))
    }

    pub fn path(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }

    /// Writes a file, and its folder where that is missing.
    pub fn file(&self, name: &str, content: impl AsRef<[u8]>) -> &Self {
        let path = self.path(name);
        fs::create_dir_all(path.parent().expect("it is in the folder")).expect("folders can be made");
        fs::write(path, content).expect("files can be written");
        self
    }

    pub fn read(&self, name: &str) -> String {
        fs::read_to_string(self.path(name)).unwrap_or_default()
    }

    /// Runs the binary in the folder.
    pub fn shishu(&self, args: &[&str], stdin: impl Into<Vec<u8>>) -> Run {
        self.run_command(Command::new(env!("CARGO_BIN_EXE_shishu")).args(args).write_stdin(stdin))
    }

    /// Runs a line of a shell in the folder, with the binary on its search path.
    pub fn shell(&self, line: &str) -> Run {
        let binary = Path::new(env!("CARGO_BIN_EXE_shishu")).parent().expect("the binary is in a folder");
        let usual = std::env::var_os("PATH").unwrap_or_default();
        let places = std::iter::once(binary.to_path_buf()).chain(std::env::split_paths(&usual));
        let path = std::env::join_paths(places).expect("the search path can be extended");
        self.run_command(Command::new("sh").args(["-c", line]).env("PATH", path))
    }

    fn run_command(&self, command: &mut Command) -> Run {
        let output = command.current_dir(self.0.path()).env_remove("SHISHU_RULES").output().expect("it runs");
        let text = |bytes| String::from_utf8(bytes).expect("all it prints is UTF-8");
        Run { code: output.status.code().unwrap_or(-1), stdout: text(output.stdout), stderr: text(output.stderr) }
    }
}

impl Run {
    /// Checks the exit code and that the message holds these words.
    pub fn fails(&self, code: i32, words: &[&str]) {
        assert_eq!(self.code, code, "{}", self.stderr);
        for word in words {
            assert!(self.stderr.contains(word), "no {word:?} in: {}", self.stderr);
        }
    }
}
