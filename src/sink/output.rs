//! Where rows go: standard output, or a file.
//!
//! In: bytes. Out: the same bytes, written. A file is written under another name in the same folder and takes its
//! name in [`Output::finish`], so that a crash or a full disk leaves the old file as it was and no reader ever sees
//! half of one. What is no plain file (`/dev/null`, a named pipe) is written directly. Not here: rows and formats.

use std::fs::File;
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};

use tempfile::NamedTempFile;

/// An open output.
pub enum Output {
    /// Standard output, or something else that cannot be replaced.
    Stream(Box<dyn Write>),
    /// A file that is not there yet.
    File {
        /// What is written so far.
        written: BufWriter<NamedTempFile>,
        /// The name it will have.
        path: PathBuf,
    },
}

impl Output {
    /// Standard output.
    pub fn stdout() -> Output {
        Output::Stream(Box::new(BufWriter::new(io::stdout().lock())))
    }

    /// A file; nothing happens to an old one before [`Output::finish`].
    pub fn file(path: &Path) -> io::Result<Output> {
        let path = path.canonicalize().unwrap_or_else(|_| path.to_path_buf()); // the file behind a link
        let old = std::fs::metadata(&path).ok();
        if old.as_ref().is_some_and(|old| !old.is_file()) {
            return Ok(Output::Stream(Box::new(BufWriter::new(File::options().write(true).open(&path)?))));
        }
        let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
        let temporary = new_file(folder)?;
        if let Some(old) = old {
            temporary.as_file().set_permissions(old.permissions())?;
        }
        Ok(Output::File { written: BufWriter::new(temporary), path })
    }

    /// Writes these bytes; on a stream they are out after [`Output::flush`].
    pub fn write(&mut self, bytes: &[u8]) -> io::Result<()> {
        match self {
            Output::Stream(stream) => stream.write_all(bytes),
            Output::File { written, .. } => written.write_all(bytes),
        }
    }

    /// Sends on what was written to a stream; nobody reads a file before its end.
    pub fn flush(&mut self) -> io::Result<()> {
        match self {
            Output::Stream(stream) => stream.flush(),
            Output::File { .. } => Ok(()),
        }
    }

    /// Ends the output; a file takes its name now. An output that is dropped instead leaves no file.
    pub fn finish(self) -> io::Result<()> {
        match self {
            Output::Stream(mut stream) => stream.flush(),
            Output::File { written, path } => {
                let temporary = written.into_inner().map_err(io::IntoInnerError::into_error)?;
                temporary.as_file().sync_all()?;
                temporary.persist(path).map(|_| ()).map_err(|error| error.error)
            }
        }
    }
}

/// A temporary file with the permissions that any new file has.
fn new_file(folder: &Path) -> io::Result<NamedTempFile> {
    let mut builder = tempfile::Builder::new();
    builder.prefix(".shishu-");
    #[cfg(unix)]
    builder.permissions(std::os::unix::fs::PermissionsExt::from_mode(0o666));
    builder.tempfile_in(folder)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_appears_only_when_finished() -> io::Result<()> {
        let folder = tempfile::tempdir()?;
        let path = folder.path().join("rows.csv");
        std::fs::write(&path, "old")?;
        let mut output = Output::file(&path)?;
        output.write(b"half")?;
        drop(output);
        assert_eq!(std::fs::read(&path)?, b"old");
        let mut output = Output::file(&path)?;
        output.write(b"new")?;
        output.finish()?;
        assert_eq!(std::fs::read(&path)?, b"new");
        assert_eq!(std::fs::read_dir(folder.path())?.count(), 1);
        Ok(())
    }

    #[cfg(unix)]
    #[test]
    fn links_are_followed_and_devices_not_replaced() -> io::Result<()> {
        let folder = tempfile::tempdir()?;
        let (real, link) = (folder.path().join("real.csv"), folder.path().join("link.csv"));
        std::fs::write(&real, "old")?;
        std::os::unix::fs::symlink(&real, &link)?;
        let mut output = Output::file(&link)?;
        output.write(b"new")?;
        output.finish()?;
        assert!(link.is_symlink() && std::fs::read(&real)? == b"new");
        assert!(matches!(Output::file(Path::new("/dev/null"))?, Output::Stream(_)));
        assert!(Output::file(&folder.path().join("none/rows.csv")).is_err());
        Ok(())
    }
}
