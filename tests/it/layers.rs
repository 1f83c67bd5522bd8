//! The direction of imports: a lower layer never names a higher one, and each foreign crate that
//! is a choice of the design has one home.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

/// What each module may import of ours.
const MAY_IMPORT: &[(&str, &[&str])] = &[
    ("clock", &[]),
    ("lists", &[]),
    ("union", &["lists"]),
    ("text", &[]),
    ("urls", &[]),
    ("markup", &[]),
    ("graph", &[]),
    ("guide", &[]),
    ("manual", &["text", "urls"]),
    ("parse", &["markup", "text", "urls"]),
    ("cite", &["parse", "text", "urls"]),
    ("seed", &["text", "urls"]),
    ("archive", &["clock", "corpus", "urls"]),
    ("frontier", &["clock", "urls"]),
    ("fetch", &["archive", "clock", "markup", "urls"]),
    ("corpus", &["cite", "parse", "text", "urls"]),
    ("store", &["archive", "clock", "corpus", "frontier", "urls"]),
    (
        "crawl",
        &[
            "archive", "cite", "clock", "corpus", "error", "fetch", "frontier", "parse", "seed",
            "store", "text", "urls",
        ],
    ),
    ("claim", &["lists", "text", "union"]),
    (
        "trace",
        &[
            "cite", "claim", "corpus", "graph", "lists", "manual", "parse", "text", "union", "urls",
        ],
    ),
    (
        "report",
        &[
            "cite", "claim", "corpus", "manual", "parse", "text", "trace",
        ],
    ),
    ("export", &["cite", "corpus", "parse", "report"]),
    (
        "error",
        &[
            "archive", "crawl", "export", "fetch", "parse", "seed", "store", "urls",
        ],
    ),
];

/// The only module that imports a crate.
const HOMES: &[(&str, &str)] = &[
    ("reqwest", "fetch"),
    ("governor", "fetch"),
    ("scraper", "parse"),
    ("html5ever", "parse"),
    ("hayro_interpret", "parse"),
    ("petgraph", "graph"),
    ("rusqlite", "store"),
    ("toml", "manual"),
    ("clap", "cli"),
    ("clap_complete", "cli"),
    ("clap_mangen", "cli"),
    ("anyhow", "cli"),
    ("indicatif", "cli"),
];

/// Every source file with the module that it belongs to.
fn sources() -> Vec<(String, PathBuf)> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut open = vec![root.clone()];
    let mut found = Vec::new();
    while let Some(folder) = open.pop() {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                open.push(path);
            } else if path.extension().is_some_and(|extension| extension == "rs") {
                let first = path.strip_prefix(&root).unwrap().iter().next().unwrap();
                let module = first.to_str().unwrap().trim_end_matches(".rs").to_owned();
                found.push((module, path));
            }
        }
    }
    found.sort();
    found
}

/// The code of a file without its tests, which may reach further.
fn code(path: &Path) -> String {
    let text = fs::read_to_string(path).unwrap();
    text.split("#[cfg(test)]\nmod tests")
        .next()
        .unwrap_or_default()
        .to_owned()
}

#[test]
fn imports_go_one_way() {
    let rules: BTreeMap<&str, &[&str]> = MAY_IMPORT.iter().copied().collect();
    let mut faults = Vec::new();
    for (module, path) in sources() {
        if matches!(module.as_str(), "main" | "lib" | "cli") {
            continue;
        }
        let Some(allowed) = rules.get(module.as_str()) else {
            faults.push(format!("{module} has no place in the order of layers"));
            continue;
        };
        for line in code(&path)
            .lines()
            .filter(|line| !line.trim_start().starts_with("//"))
        {
            for part in line.split("crate::").skip(1) {
                let name: String = part
                    .chars()
                    .take_while(|c| c.is_alphanumeric() || *c == '_')
                    .collect();
                let is_module = rules.contains_key(name.as_str());
                if is_module && name != module && !allowed.contains(&name.as_str()) {
                    faults.push(format!("{}: {module} imports {name}", path.display()));
                }
            }
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

#[test]
fn each_foreign_crate_has_one_home() {
    let mut faults = Vec::new();
    for (module, path) in sources() {
        let code = code(&path);
        for (name, home) in HOMES {
            let used = code
                .lines()
                .filter(|line| !line.trim_start().starts_with("//"))
                .any(|line| line.contains(&format!("{name}::")));
            if used && module != *home {
                faults.push(format!("{}: {name} belongs to {home}", path.display()));
            }
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}
