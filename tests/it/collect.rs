//! Pages collected first and read later.

use std::path::Path;

use assert_cmd::Command;
use serde_json::Value;

const SEEDS: &str = "seeds/kestrel-strait.txt";
const ARCHIVE: &str = "seeds/kestrel-strait.warc.gz";

fn headwater(command: &str, archive: &Path, dir: &Path) -> String {
    let output = Command::cargo_bin("headwater")
        .unwrap()
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .args([command, SEEDS, "--offline", "--archive"])
        .arg(archive)
        .arg("--output")
        .arg(dir)
        .output()
        .unwrap();
    let errors = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(output.status.success(), "{errors}");
    String::from_utf8(output.stdout).unwrap()
}

fn claims(dir: &Path) -> Value {
    crate::cli::result(dir)["claims"].take()
}

#[test]
fn what_was_collected_gives_the_same_claims() {
    let folder = tempfile::tempdir().unwrap();
    let at = |name: &str| folder.path().join(name);
    let said = headwater("collect", Path::new(ARCHIVE), &at("kept"));
    assert!(said.contains("pages kept, "), "{said}");
    assert!(!at("kept").join("trace.json").exists());
    headwater("trace", Path::new(ARCHIVE), &at("direct"));
    let kept = at("kept").join("pages.warc.gz");
    headwater("trace", &kept, &at("later"));
    assert!(
        claims(&at("later")) == claims(&at("direct")),
        "the claims differ"
    );
}

#[test]
fn a_folder_of_collected_pages_is_no_trace() {
    let folder = tempfile::tempdir().unwrap();
    headwater("collect", Path::new(ARCHIVE), folder.path());
    Command::cargo_bin("headwater")
        .unwrap()
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .args([
            "trace",
            SEEDS,
            "--offline",
            "--archive",
            ARCHIVE,
            "--output",
        ])
        .arg(folder.path())
        .assert()
        .code(2);
}
