//! The real program in a fresh folder; a run that goes otherwise than asked shows command, files, stdout and stderr.

#![allow(
    dead_code,
    reason = "every test file uses another part of these helpers"
)]

pub mod pdf;
pub mod samples;

use std::fmt::Write as _;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

#[cfg(not(feature = "cli"))]
compile_error!("these tests run the program: they need the feature `cli`");

/// The program under test.
pub const PROGRAM: &str = env!("CARGO_BIN_EXE_standpunt");

/// The arguments of a run: a list, or one text with spaces between them.
pub trait Arguments {
    /// Each argument by itself.
    fn list(&self) -> Vec<&str>;
}

impl Arguments for &str {
    fn list(&self) -> Vec<&str> {
        self.split_whitespace().collect()
    }
}

impl<const N: usize> Arguments for &[&str; N] {
    fn list(&self) -> Vec<&str> {
        self.to_vec()
    }
}

impl Arguments for &[&str] {
    fn list(&self) -> Vec<&str> {
        self.to_vec()
    }
}

impl Arguments for &Vec<&str> {
    fn list(&self) -> Vec<&str> {
        self.to_vec()
    }
}

/// A fresh folder, removed at the end of the test; the program runs in it.
pub struct Folder(tempfile::TempDir);

impl Folder {
    /// What the program writes on a terminal of its own, with `script` of util-linux; nothing, and a word of it, where there is none.
    #[cfg(target_os = "linux")]
    pub fn on_a_terminal(&self, arguments: &str, no_color: bool) -> Option<String> {
        let mut command = Command::new("script");
        command
            .args(["-qec", &format!("{PROGRAM} {arguments}"), "/dev/null"])
            .current_dir(self.path("."))
            .env("TERM", "xterm-256color")
            .env_remove("CI")
            .env_remove("NO_COLOR");
        if no_color {
            command.env("NO_COLOR", "1");
        }
        match command.output() {
            Ok(output) => Some(String::from_utf8_lossy(&output.stdout).into_owned()),
            Err(error) => {
                // not by a macro, whose text the test harness keeps to itself
                let _ = writeln!(
                    std::io::stderr(),
                    "skipped: no terminal to run `{arguments}` on, as `script` cannot be started: {error}"
                );
                None
            }
        }
    }

    /// Makes an empty folder.
    pub fn new() -> Self {
        Self(tempfile::tempdir().unwrap())
    }

    /// Makes a folder with labelled sentences `train.csv`, and `toets.csv` of other letters.
    pub fn with_data() -> Self {
        let folder = Self::new();
        folder.write("train.csv", samples::train());
        folder.write("toets.csv", samples::held_out());
        folder
    }

    /// Makes a folder with data and a model `m.model` trained on `train.csv`.
    pub fn with_model() -> Self {
        let folder = Self::with_data();
        folder.write("m.model", samples::model());
        folder
    }

    /// The path of a file in the folder.
    pub fn path(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }

    /// Writes a file, its parent folders too.
    pub fn write(&self, name: &str, content: impl AsRef<[u8]>) {
        let path = self.path(name);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, content).unwrap();
    }

    /// The bytes of a file.
    #[track_caller]
    pub fn bytes(&self, name: &str) -> Vec<u8> {
        std::fs::read(self.path(name)).unwrap_or_else(|e| panic!("{name}: {e}\n{}", self.files()))
    }

    /// The text of a file.
    #[track_caller]
    pub fn text(&self, name: &str) -> String {
        String::from_utf8(self.bytes(name)).unwrap()
    }

    /// The program with these arguments, in this folder, without colour or width from outside.
    pub fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(PROGRAM);
        command
            .args(arguments)
            .current_dir(self.0.path())
            .env_remove("NO_COLOR")
            .env_remove("CLICOLOR_FORCE")
            .env_remove("COLUMNS")
            .env("SOURCE_DATE_EPOCH", "1772323200");
        command
    }

    /// Runs the program.
    pub fn run(&self, arguments: impl Arguments) -> Ran {
        self.run_with(arguments, "")
    }

    /// Runs the program with text on standard input.
    pub fn run_with(&self, arguments: impl Arguments, input: impl AsRef<[u8]>) -> Ran {
        self.run_command(self.command(&arguments.list()), input.as_ref())
    }

    /// Labels sentences on standard input, one a line, by a model.
    pub fn label_lines(&self, model: &str, more: &[&str], input: impl AsRef<[u8]>) -> Ran {
        let lines = ["classify", "--lines", "-", "-m", model];
        self.run_with(&[&lines[..], more].concat(), input)
    }

    /// Trains a model on data.
    pub fn train(&self, data: &str, model: &str, more: &[&str]) -> Ran {
        self.run(&[&["train", "-d", data, "-m", model], more].concat())
    }

    /// Measures `m.model` on data, without intervals.
    pub fn evaluate(&self, data: &str, more: &[&str]) -> Ran {
        let evaluate = ["evaluate", "-m", "m.model", "--resamples", "0", "-d", data];
        self.run(&[&evaluate[..], more].concat())
    }

    /// Runs a command that [`Self::command`] made.
    pub fn run_command(&self, mut command: Command, input: &[u8]) -> Ran {
        let mut child = command
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let mut stdin = child.stdin.take().unwrap();
        let output = std::thread::scope(|scope| {
            // a program that stops early leaves its input unread: no failure of the test
            scope.spawn(move || {
                let _ = stdin.write_all(input);
            });
            child.wait_with_output().unwrap()
        });
        Ran {
            command: format!("{command:?}"),
            files: self.files(),
            code: output.status.code(),
            stdout: String::from_utf8_lossy(&output.stdout).into_owned(),
            stderr: String::from_utf8_lossy(&output.stderr).into_owned(),
        }
    }

    /// All files below the folder with their sizes, one a line, sorted.
    pub fn files(&self) -> String {
        fn walk(folder: &Path, top: &Path, out: &mut Vec<String>) {
            for entry in std::fs::read_dir(folder).into_iter().flatten().flatten() {
                let path = entry.path();
                // a link is named, not followed
                if entry.file_type().is_ok_and(|kind| kind.is_dir()) {
                    walk(&path, top, out);
                } else {
                    let size = entry.metadata().map_or(0, |m| m.len());
                    let name = path.strip_prefix(top).unwrap_or(&path).display();
                    out.push(format!("  {name} ({size} bytes)"));
                }
            }
        }
        let mut lines = Vec::new();
        walk(self.0.path(), self.0.path(), &mut lines);
        lines.sort();
        lines.join("\n")
    }
}

/// A run that has ended.
pub struct Ran {
    command: String,
    files: String,
    /// Exit code.
    pub code: Option<i32>,
    /// Standard output.
    pub stdout: String,
    /// Standard error.
    pub stderr: String,
}

impl Ran {
    /// Fails with everything there is to know about the run.
    #[track_caller]
    fn fail(&self, what: &str) -> ! {
        let mut text = format!("{what}\n\ncommand: {}\nexit code: ", self.command);
        let _ = match self.code {
            Some(code) => writeln!(text, "{code}"),
            None => writeln!(text, "none (killed by a signal)"),
        };
        let start = |t: &str| t.chars().take(6000).collect::<String>();
        panic!(
            "{text}files:\n{}\n--- stdout\n{}\n--- stderr\n{}",
            self.files,
            start(&self.stdout),
            start(&self.stderr)
        );
    }

    /// Demands that something holds of the run.
    #[track_caller]
    pub fn holds(self, what: &str, condition: impl FnOnce(&Self) -> bool) -> Self {
        if !condition(&self) {
            self.fail(what);
        }
        self
    }

    /// Demands an exit code, and that the program did not panic.
    #[track_caller]
    pub fn code(self, code: i32) -> Self {
        if self.stderr.contains("panicked") {
            self.fail("the program panicked");
        }
        if self.code != Some(code) {
            self.fail(&format!("exit code {code} was expected"));
        }
        self
    }

    /// Demands success.
    #[track_caller]
    pub fn ok(self) -> Self {
        self.code(0)
    }

    /// Demands texts on standard output.
    #[track_caller]
    pub fn prints(self, texts: &[&str]) -> Self {
        for text in texts {
            if !self.stdout.contains(text) {
                self.fail(&format!("`{text}` was expected on stdout"));
            }
        }
        self
    }

    /// Demands texts on standard output, in whatever lines they stand.
    #[track_caller]
    pub fn tells(self, texts: &[&str]) -> Self {
        let words = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
        let told = words(&self.stdout);
        for text in texts {
            if !told.contains(&words(text)) {
                self.fail(&format!("`{text}` was expected on stdout, in any lines"));
            }
        }
        self
    }

    /// Demands texts on standard error.
    #[track_caller]
    pub fn says(self, texts: &[&str]) -> Self {
        for text in texts {
            if !self.stderr.contains(text) {
                self.fail(&format!("`{text}` was expected on stderr"));
            }
        }
        self
    }

    /// Demands an error as the program reports every one: exit code 2, nothing on standard output, and on standard
    /// error the place, what was found and the next step.
    #[track_caller]
    pub fn refuses(self, place: &str, found: &str, next: &str) -> Self {
        let ran = self.code(2).says(&["error: ", "\nhint:  ", place, found]);
        let hint = ran.stderr.split("hint: ").nth(1).unwrap_or_default();
        if !hint.contains(next) {
            ran.fail(&format!("`{next}` was expected behind `hint:`"));
        }
        ran.holds("nothing was expected on stdout", |r| r.stdout.is_empty())
    }

    /// The labels that `classify --lines` gave: what stands before the first tab of each line.
    pub fn labels(&self) -> Vec<&str> {
        let before_tab = |line| str::split(line, '\t').next();
        self.stdout.lines().filter_map(before_tab).collect()
    }

    /// Standard output as JSON.
    #[track_caller]
    pub fn json(&self) -> serde_json::Value {
        serde_json::from_str(&self.stdout).unwrap_or_else(|e| self.fail(&format!("no JSON: {e}")))
    }

    /// Standard output as CSV.
    pub fn csv(&self) -> Table {
        Table::read(&self.stdout)
    }

    /// Standard output as JSON lines.
    #[track_caller]
    pub fn json_lines(&self) -> Vec<serde_json::Value> {
        (self.stdout.lines())
            .map(|l| serde_json::from_str(l).unwrap_or_else(|e| self.fail(&format!("{e}: {l}"))))
            .collect()
    }
}

/// A CSV table with a header.
pub struct Table {
    /// The names of the columns.
    pub columns: Vec<String>,
    /// The rows.
    pub rows: Vec<csv::StringRecord>,
}

impl Table {
    /// Reads a table.
    #[track_caller]
    pub fn read(text: &str) -> Self {
        let mut reader = csv::Reader::from_reader(text.as_bytes());
        let header = reader.headers().unwrap();
        Self {
            columns: header.iter().map(str::to_owned).collect(),
            rows: reader.records().map(Result::unwrap).collect(),
        }
    }

    /// The cells of a column.
    #[track_caller]
    pub fn column(&self, name: &str) -> Vec<&str> {
        let at = self.columns.iter().position(|column| column == name);
        let at = at.unwrap_or_else(|| panic!("no column {name}: {:?}", self.columns));
        self.rows.iter().map(|row| &row[at]).collect()
    }
}
