//! The commands of the README and the handbook do what is said beside them.

use std::env;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use headwater::export::TRACE_SCHEMA;
use headwater::report::Report;

/// The pages, in the order in which somebody reads them.
const PAGES: [&str; 6] = [
    "README.md",
    "src/guide/start.md",
    "src/guide/verdicts.md",
    "src/guide/recipes.md",
    "src/guide/scripts.md",
    "src/guide/citing.md",
];

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

/// Returns the commands of a page's blocks of shell, but for those that want the network.
fn commands(page: &str) -> Vec<String> {
    let text = fs::read_to_string(root().join(page)).unwrap();
    let mut commands = Vec::new();
    let mut block = "";
    for line in text.lines() {
        match line.strip_prefix("```") {
            Some(fence) if block.is_empty() => block = if fence == "sh" { "sh" } else { "other" },
            Some(_) => block = "",
            None if block == "sh" => commands.push(line.to_owned()),
            None => {}
        }
    }
    commands
}

/// A folder with what a checkout has that the commands name, and the program in the path.
struct Checkout {
    dir: tempfile::TempDir,
    path: std::ffi::OsString,
}

impl Checkout {
    fn new() -> Self {
        let dir = tempfile::tempdir().unwrap();
        for folder in ["seeds", "tests"] {
            std::os::unix::fs::symlink(root().join(folder), dir.path().join(folder)).unwrap();
        }
        let program = assert_cmd::cargo::cargo_bin("headwater");
        let before = env::var_os("PATH").unwrap_or_default();
        let folders = [program.parent().map(Path::to_owned)].into_iter().flatten();
        let path = env::join_paths(folders.chain(env::split_paths(&before))).unwrap();
        Self { dir, path }
    }

    fn run(&self, command: &str) -> Output {
        Command::new("sh")
            .args(["-c", command])
            .current_dir(self.dir.path())
            .env("PATH", &self.path)
            .output()
            .unwrap()
    }
}

/// Returns the command as a shell with the program in its path understands it; nothing if it does
/// not run headwater, or pipes it to what need not be installed and is not.
fn runnable(command: &str) -> Option<String> {
    let command = command.replace("cargo run --release --", "headwater");
    let mut stages = command.split(" | ").map(str::trim);
    if !stages.any(|stage| stage.starts_with("headwater ")) && !command.starts_with("jq ") {
        return None;
    }
    let needs_jq = command.split(" | ").any(|stage| stage.starts_with("jq "));
    if needs_jq {
        crate::export::tool("jq", &["--version"])?;
    }
    Some(command)
}

#[cfg(unix)]
#[test]
fn every_command_of_the_handbook_runs() {
    let checkout = Checkout::new();
    let mut ran = 0;
    for page in PAGES {
        for command in commands(page).iter().filter_map(|line| runnable(line)) {
            let output = checkout.run(&command);
            let errors = String::from_utf8_lossy(&output.stderr);
            assert!(output.status.success(), "{page}: {command}\n{errors}");
            ran += 1;
        }
    }
    assert!(ran > 20, "{ran}");
    let runs = fs::read_dir(checkout.dir.path().join("output")).unwrap();
    for run in runs {
        let trace = crate::cli::result(&run.unwrap().path());
        let report: Report = serde_json::from_value(trace).unwrap();
        assert!(!report.claims.is_empty());
    }
    let written = fs::read_to_string(checkout.dir.path().join("trace.schema.json")).unwrap();
    assert_eq!(written, TRACE_SCHEMA);
}

#[test]
fn the_handbook_names_the_present_version() {
    let text = fs::read_to_string(root().join("src/guide/citing.md")).unwrap();
    let version = env!("CARGO_PKG_VERSION");
    assert!(text.contains(&format!("version = {{{version}}}")));
    assert!(text.contains(&format!("headwater, version {version}:")));
}
