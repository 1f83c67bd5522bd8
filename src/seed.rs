//! Seeds: where a crawl starts.
//!
//! A seed argument is an address, a seed list (one address a line, `#` begins a comment), a local
//! page, or `-` for a seed list on standard input.

use std::collections::BTreeMap;
use std::fs;
use std::io::{self, Read};
use std::path::{Path, PathBuf};

use crate::urls::{CanonicalUrl, UrlError, without_userinfo};

/// The longest name that [`slug`] gives.
const MAX_SLUG_CHARS: usize = 60;

/// A place where a crawl starts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Seed {
    /// An address on the web.
    Url(CanonicalUrl),
    /// A local page.
    File {
        /// Where it is.
        path: PathBuf,
        /// The address that stands for it.
        url: CanonicalUrl,
    },
}

impl Seed {
    /// Returns the address.
    #[must_use]
    pub fn url(&self) -> &CanonicalUrl {
        match self {
            Self::Url(url) | Self::File { url, .. } => url,
        }
    }
}

/// Why the seeds cannot be read.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum SeedError {
    /// Nothing to start from.
    #[error("no seeds: give a URL, a seed list or a page")]
    None,
    /// The argument is neither a file nor an address.
    #[error(
        "'{0}' is neither a file nor a URL; give a full address such as https://example.com/article"
    )]
    Unknown(String),
    /// The file cannot be read.
    #[error("cannot read '{name}'")]
    Read {
        /// The argument.
        name: String,
        /// What the system says.
        #[source]
        source: io::Error,
    },
    /// A line of a seed list is no address.
    #[error("line {line} of {name}: '{text}' is no URL; write one address a line, # for comments")]
    Line {
        /// The argument.
        name: String,
        /// The line, counted from 1.
        line: usize,
        /// What stands there.
        text: String,
        /// Why it is none.
        #[source]
        source: UrlError,
    },
    /// Two local pages would stand under one address.
    #[error("'{first}' and '{second}' cannot be told apart; rename one")]
    SameName {
        /// The one.
        first: String,
        /// The other.
        second: String,
    },
}

/// Reads the seeds that the arguments name, in order, each address once.
///
/// # Errors
///
/// Fails if a file cannot be read, something is no address, or nothing is left to start from.
pub fn read(args: &[String], stdin: &mut dyn Read) -> Result<Vec<Seed>, SeedError> {
    let mut seeds = Vec::new();
    for arg in args {
        seeds.extend(read_one(arg, stdin)?);
    }
    let mut known: BTreeMap<CanonicalUrl, Seed> = BTreeMap::new();
    let mut kept = Vec::new();
    for seed in seeds {
        match known.get(seed.url()) {
            None => {
                known.insert(seed.url().clone(), seed.clone());
                kept.push(seed);
            }
            Some(Seed::File { path: first, .. }) => {
                if let Seed::File { path, .. } = &seed
                    && path != first
                {
                    return Err(SeedError::SameName {
                        first: first.display().to_string(),
                        second: path.display().to_string(),
                    });
                }
            }
            Some(Seed::Url(_)) => {}
        }
    }
    if kept.is_empty() {
        return Err(SeedError::None);
    }
    Ok(kept)
}

fn read_one(arg: &str, stdin: &mut dyn Read) -> Result<Vec<Seed>, SeedError> {
    let failed = |source| SeedError::Read {
        name: without_userinfo(arg).into_owned(),
        source,
    };
    if arg == "-" {
        let mut bytes = Vec::new();
        stdin.read_to_end(&mut bytes).map_err(failed)?;
        return seed_list("standard input", &String::from_utf8_lossy(&bytes));
    }
    let path = Path::new(arg);
    if !path.exists() {
        return match CanonicalUrl::parse(arg) {
            Ok(url) => Ok(vec![Seed::Url(url)]),
            Err(_) if looks_like_file(path) => Err(failed(io::Error::new(
                io::ErrorKind::NotFound,
                "there is no such file",
            ))),
            Err(_) => Err(SeedError::Unknown(without_userinfo(arg).into_owned())),
        };
    }
    if is_page_name(path) {
        return Ok(vec![local(arg)?]);
    }
    let text = fs::read(path).map_err(failed)?;
    let text = String::from_utf8_lossy(&text);
    if is_seed_list(path, &text) {
        seed_list(arg, &text)
    } else {
        Ok(vec![local(arg)?])
    }
}

fn local(arg: &str) -> Result<Seed, SeedError> {
    let url = CanonicalUrl::local(arg).map_err(|_| SeedError::Unknown(arg.to_owned()))?;
    Ok(Seed::File {
        path: PathBuf::from(arg),
        url,
    })
}

fn extension(path: &Path) -> String {
    let extension = path.extension().unwrap_or_default();
    extension.to_string_lossy().to_ascii_lowercase()
}

/// Whether a file is a page by its name alone; a text file may be a seed list too.
fn is_page_name(path: &Path) -> bool {
    ["html", "htm", "xhtml", "xht", "pdf"].contains(&extension(path).as_str())
}

fn looks_like_file(path: &Path) -> bool {
    is_page_name(path) || ["txt", "list"].contains(&extension(path).as_str())
}

/// The lines of a seed list that name something, counted from 1.
fn entries(text: &str) -> impl Iterator<Item = (usize, &str)> {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    text.lines()
        .enumerate()
        .map(|(index, line)| (index + 1, line.trim()))
        .filter(|(_, line)| !line.is_empty() && !line.starts_with('#'))
}

/// Whether a text file lists seeds: all text files do but those with the extension of a document
/// whose lines are not mostly addresses.
fn is_seed_list(path: &Path, text: &str) -> bool {
    if !["txt", "text", "md"].contains(&extension(path).as_str()) {
        return true;
    }
    let (mut named, mut other) = (0, 0);
    for (_, line) in entries(text) {
        let is_seed = CanonicalUrl::parse(line).is_ok() || is_page_in_list(line);
        *(if is_seed { &mut named } else { &mut other }) += 1;
    }
    named > other || named + other == 0
}

fn is_page_in_list(line: &str) -> bool {
    let path = Path::new(line);
    (is_page_name(path) || extension(path) == "txt") && path.is_file()
}

fn seed_list(name: &str, text: &str) -> Result<Vec<Seed>, SeedError> {
    entries(text)
        .map(|(line, entry)| {
            if is_page_in_list(entry) {
                return local(entry);
            }
            CanonicalUrl::parse(entry)
                .map(Seed::Url)
                .map_err(|source| SeedError::Line {
                    name: name.to_owned(),
                    line,
                    text: without_userinfo(entry).into_owned(),
                    source,
                })
        })
        .collect()
}

/// Returns a name for the run of these arguments that is safe as a folder: the stem of the first
/// one if that is a file, else its host and the words of its path.
///
/// ```
/// let slug = |arg: &str| headwater::seed::slug(&[arg.to_owned()]);
/// assert_eq!(slug("seeds/kestrel-strait.txt"), "kestrel-strait");
/// assert_eq!(slug("https://www.example.com/2031/03/Pier%20closed.html"), "example.com-pier-closed");
/// ```
#[must_use]
pub fn slug(args: &[String]) -> String {
    let first = args.first().map(String::as_str).unwrap_or_default();
    let name = match CanonicalUrl::parse(first) {
        Ok(url) => {
            let host = url.host().trim_start_matches("www.").to_owned();
            let last = url.path().split('/').rfind(|part| !part.is_empty());
            let last = last.unwrap_or_default().replace("%20", "-");
            format!("{host}-{}", stem(&last))
        }
        Err(_) => stem(first.rsplit(['/', '\\']).next().unwrap_or_default()).to_owned(),
    };
    let mut slug = String::new();
    for c in name.chars().flat_map(char::to_lowercase) {
        match c {
            c if c.is_ascii_alphanumeric() || c == '.' => slug.push(c),
            _ if !slug.ends_with('-') => slug.push('-'),
            _ => {}
        }
        if slug.len() >= MAX_SLUG_CHARS {
            break;
        }
    }
    let slug = slug.trim_matches(['-', '.']);
    if slug.is_empty() { "seeds" } else { slug }.to_owned()
}

/// A file name without its extension.
fn stem(name: &str) -> &str {
    match name.rsplit_once('.') {
        Some((stem, extension)) if !stem.is_empty() && extension.len() <= 5 => stem,
        _ => name,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::Cursor;

    fn seeds_of(args: &[&str]) -> Result<Vec<String>, SeedError> {
        let args: Vec<String> = args.iter().map(ToString::to_string).collect();
        let mut stdin = Cursor::new("# from a pipe\nhttp://piped.test/\n");
        let seeds = read(&args, &mut stdin)?;
        Ok(seeds.iter().map(|seed| seed.url().to_string()).collect())
    }

    fn file(folder: &Path, name: &str, text: &str) -> String {
        let path = folder.join(name);
        fs::write(&path, text).unwrap();
        path.to_str().unwrap().to_owned()
    }

    #[test]
    fn addresses_lists_and_standard_input_are_read_in_order() {
        let folder = tempfile::tempdir().unwrap();
        let list = file(
            folder.path(),
            "list.txt",
            "\u{feff}# a list\n\n http://b.test/ \r\nhttp://a.test/#x\n",
        );
        let seeds = seeds_of(&["http://a.test/", &list, "-"]).unwrap();
        assert_eq!(
            seeds,
            ["http://a.test/", "http://b.test/", "http://piped.test/"]
        );
    }

    #[test]
    fn local_pages_stand_under_an_address_of_their_own() {
        let folder = tempfile::tempdir().unwrap();
        let page = file(folder.path(), "page.html", "<p>http://a.test/");
        let prose = file(
            folder.path(),
            "note.txt",
            "The pier was closed.\nhttp://a.test/\n",
        );
        let list = file(folder.path(), "pages.list", &format!("{page}\n{prose}\n"));
        let seeds = seeds_of(&[&list]).unwrap();
        assert!(seeds[0].starts_with("file:///") && seeds[0].ends_with("/page.html"));
        assert!(seeds[1].ends_with("/note.txt"), "{seeds:?}");
    }

    #[test]
    fn errors_say_what_to_do() {
        let folder = tempfile::tempdir().unwrap();
        let typo = file(
            folder.path(),
            "typo.txt",
            "http://a.test/\nhttp://b.test/\nfoo\n",
        );
        let empty = file(folder.path(), "empty.txt", "# nothing yet\n");
        for (arg, expected) in [
            (
                typo.as_str(),
                "'foo' is no URL; write one address a line, # for comments",
            ),
            (&empty, "no seeds: give a URL, a seed list or a page"),
            (
                "example.com/x",
                "'example.com/x' is neither a file nor a URL",
            ),
            ("absent.txt", "cannot read 'absent.txt'"),
        ] {
            let error = seeds_of(&[arg]).unwrap_err().to_string();
            assert!(error.contains(expected), "{error}");
        }
        let line = seeds_of(&[&typo]).unwrap_err().to_string();
        assert!(line.starts_with("line 3 of "), "{line}");
    }

    #[test]
    fn slugs_are_safe_and_short() {
        for (arg, expected) in [
            ("seeds/kestrel-strait.txt", "kestrel-strait"),
            ("http://www.a.test/", "a.test"),
            ("http://a.test/x/Über%20uns.html?q=1", "a.test-c3-9cber-uns"),
            ("../..", "seeds"),
            ("-", "seeds"),
            ("", "seeds"),
        ] {
            assert_eq!(slug(&[arg.to_owned()]), expected, "{arg}");
        }
        assert_eq!(slug(&["x".repeat(500)]).len(), MAX_SLUG_CHARS);
        assert_eq!(slug(&[]), "seeds");
    }
}
