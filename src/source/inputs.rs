//! From what the user named to the files to read.
//!
//! In: paths in the order given, `-` for standard input, lists for `--files-from`. Out: [`Input`]s to open, in the
//! order given and inside a folder in name order, depth first. A folder yields its `.txt`, `.md` and `.jsonl` files;
//! everything else in it is passed over and remembered by name, hidden files too (`._a.txt` is no page). A file that
//! is named itself is read whatever its ending. Not here: opening files.

use std::ffi::OsString;
use std::io::Read;
use std::path::{Path, PathBuf};

use walkdir::WalkDir;

use super::InputError;

const ENDINGS: [&str; 3] = ["txt", "md", "jsonl"];

/// One thing to read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Input {
    /// Standard input, written `-`.
    Stdin,
    /// A file or a folder.
    Path(PathBuf),
}

impl Input {
    /// The input that a word of the command line names.
    pub fn from_argument(path: PathBuf) -> Self {
        if path.as_os_str() == "-" { Input::Stdin } else { Input::Path(path) }
    }

    /// What messages and rows call it.
    pub fn name(&self) -> String {
        match self {
            Input::Stdin => "-".into(),
            Input::Path(path) => path.to_string_lossy().into_owned(),
        }
    }
}

/// Whether the path ends in one of these endings, in upper or lower case.
pub fn has_ending(path: &Path, endings: &[&str]) -> bool {
    path.extension().is_some_and(|ending| endings.iter().any(|known| ending.eq_ignore_ascii_case(known)))
}

/// The files of a list of inputs, found as they are asked for.
pub struct Walk {
    inputs: std::vec::IntoIter<Input>,
    folder: Option<Folder>,
    output: Option<PathBuf>,
    passed_over: Vec<String>,
}

struct Folder {
    name: String,
    entries: walkdir::IntoIter,
    found: bool,
}

impl Walk {
    /// A walk over these inputs that leaves out the file `output`.
    pub fn new(inputs: Vec<Input>, output: Option<&Path>) -> Self {
        let output = output.and_then(|path| path.canonicalize().ok());
        Walk { inputs: inputs.into_iter(), folder: None, output, passed_over: Vec::new() }
    }

    /// What was passed over since the last call.
    pub fn take_passed_over(&mut self) -> Vec<String> {
        std::mem::take(&mut self.passed_over)
    }
}

impl Iterator for Walk {
    type Item = Result<Input, InputError>;

    fn next(&mut self) -> Option<Self::Item> {
        loop {
            if let Some(folder) = &mut self.folder {
                match folder.next(self.output.as_deref(), &mut self.passed_over) {
                    Some(item) => return Some(item),
                    None => self.folder = None,
                }
            }
            match self.inputs.next()? {
                Input::Path(path) if path.is_dir() => self.folder = Some(Folder::new(&path)),
                input => return Some(Ok(input)),
            }
        }
    }
}

impl Folder {
    fn new(path: &Path) -> Self {
        let entries = WalkDir::new(path).follow_links(true).sort_by_file_name().into_iter();
        Folder { name: path.to_string_lossy().into_owned(), entries, found: false }
    }

    fn next(&mut self, output: Option<&Path>, passed_over: &mut Vec<String>) -> Option<Result<Input, InputError>> {
        loop {
            let entry = match self.entries.next() {
                Some(Ok(entry)) => entry,
                Some(Err(error)) => return Some(Err(self.broken(error))),
                None => return self.finish(),
            };
            let (is_folder, path) = (entry.file_type().is_dir(), entry.path());
            let hidden = entry.depth() > 0 && entry.file_name().as_encoded_bytes().starts_with(b".");
            if is_folder && hidden {
                self.entries.skip_current_dir();
            }
            if !hidden && has_ending(path, &ENDINGS) && !is_folder && !is_same(path, output) {
                self.found = true;
                return Some(Ok(Input::Path(entry.into_path())));
            }
            if !is_folder || hidden {
                passed_over.push(path.to_string_lossy().into_owned());
            }
        }
    }

    fn broken(&mut self, error: walkdir::Error) -> InputError {
        self.found = true; // one error is enough: the folder is not also reported as empty
        let name = error.path().map_or_else(|| self.name.clone(), |path| path.to_string_lossy().into_owned());
        match error.io_error() {
            Some(error) => InputError::reading(&name, error),
            None => InputError::new(name, "a link leads back to a folder above it", "remove the link"),
        }
    }

    fn finish(&mut self) -> Option<Result<Input, InputError>> {
        let found = std::mem::replace(&mut self.found, true);
        let problem = "the folder holds no .txt, .md or .jsonl file";
        (!found).then(|| Err(InputError::new(&self.name, problem, "name the files to read one by one")))
    }
}

fn is_same(path: &Path, output: Option<&Path>) -> bool {
    output
        .is_some_and(|output| path.file_name() == output.file_name() && path.canonicalize().is_ok_and(|p| p == output))
}

/// Reads a list of paths, one a line or (with `nul`) separated by NUL bytes; `-` is standard input.
pub fn read_list(list: &Path, nul: bool) -> Result<Vec<Input>, InputError> {
    let mut bytes = Vec::new();
    let read = match list.as_os_str() == "-" {
        true => std::io::stdin().read_to_end(&mut bytes).map(|_| ()),
        false => std::fs::read(list).map(|content| bytes = content),
    };
    read.map_err(|error| InputError::reading(&list.to_string_lossy(), &error))?;
    let mark = if nul { b'\0' } else { b'\n' };
    let trim = |name: &'_ [u8]| if nul { name.to_vec() } else { name.strip_suffix(b"\r").unwrap_or(name).to_vec() };
    let names = bytes.split(|byte| *byte == mark).map(trim).filter(|name| !name.is_empty());
    Ok(names.map(|name| Input::from_argument(PathBuf::from(os_string(name)))).collect())
}

#[cfg(unix)]
fn os_string(name: Vec<u8>) -> OsString {
    std::os::unix::ffi::OsStringExt::from_vec(name)
}

#[cfg(not(unix))]
fn os_string(name: Vec<u8>) -> OsString {
    String::from_utf8_lossy(&name).into_owned().into()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(walk: &mut Walk, root: &Path) -> Vec<String> {
        let mut names = Vec::new();
        for item in walk {
            names.push(match item {
                Ok(input) => input.name().replace(&root.to_string_lossy().into_owned(), ""),
                Err(error) => error.problem,
            });
        }
        names
    }

    #[test]
    fn a_folder_is_read_in_name_order_and_the_rest_passed_over() -> std::io::Result<()> {
        let root = tempfile::tempdir()?;
        std::fs::create_dir(root.path().join("b"))?;
        std::fs::create_dir(root.path().join(".git"))?;
        for name in ["c.TXT", "a.md", "b/z.jsonl", "b/x.rows.csv", "._a.txt", ".git/x.md", "out.jsonl"] {
            std::fs::write(root.path().join(name), "x")?;
        }
        let output = root.path().join("out.jsonl");
        let mut walk = Walk::new(vec![Input::Path(root.path().into())], Some(&output));
        assert_eq!(names(&mut walk, root.path()), ["/a.md", "/b/z.jsonl", "/c.TXT"]);
        let passed: Vec<_> = walk.take_passed_over();
        assert_eq!(passed.len(), 4, "{passed:?}");
        Ok(())
    }

    #[test]
    fn an_empty_folder_is_an_error_and_a_named_file_is_not_judged() -> std::io::Result<()> {
        let root = tempfile::tempdir()?;
        let file = root.path().join("rows.csv");
        std::fs::write(&file, "x")?;
        let inputs = [root.path().into(), file].map(Input::Path).to_vec();
        let found = names(&mut Walk::new(inputs, None), root.path());
        assert_eq!(found, ["the folder holds no .txt, .md or .jsonl file", "/rows.csv"]);
        Ok(())
    }

    #[test]
    fn lists_hold_one_path_a_line_or_nul_separated_ones() -> Result<(), Box<dyn std::error::Error>> {
        let root = tempfile::tempdir()?;
        let list = root.path().join("list");
        let path = |name: &str| Input::Path(name.into());
        std::fs::write(&list, "a.txt\r\n\n-\n新 区.md")?;
        assert_eq!(read_list(&list, false)?, [path("a.txt"), Input::Stdin, path("新 区.md")]);
        std::fs::write(&list, "a\nb.txt\0c\0")?;
        assert_eq!(read_list(&list, true)?, [path("a\nb.txt"), path("c")]);
        assert!(read_list(&root.path().join("none"), false).is_err());
        Ok(())
    }
}
