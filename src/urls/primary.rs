//! Hosts of primary documents, by the signs that their addresses bear.

use super::{CanonicalUrl, registrable_domain};

/// Top-level domains that only public bodies and universities get (RFC 920 and RFC 1591).
const TOP_LEVEL: &[&str] = &["gov", "mil", "edu", "int"];

/// Labels below a country's domain that its registry keeps for the state, its forces, its courts or
/// its universities: `gov.uk`, `gob.mx`, `gouv.fr`, `go.jp`, `gc.ca`, `ac.at`.
const SECOND_LEVEL: &[&str] = &[
    "ac",
    "admin",
    "bund",
    "edu",
    "gc",
    "go",
    "gob",
    "gouv",
    "gov",
    "government",
    "govt",
    "gub",
    "guv",
    "gv",
    "jus",
    "leg",
    "mil",
    "parliament",
    "police",
    "public",
];

/// Labels of hosts that name the office which publishes there.
const OFFICES: &[&str] = &[
    "assembly",
    "bundesrat",
    "bundestag",
    "census",
    "congreso",
    "congress",
    "court",
    "courts",
    "government",
    "investor",
    "investors",
    "ir",
    "ministry",
    "parlament",
    "parlamento",
    "parlement",
    "parliament",
    "regeringen",
    "senado",
    "senat",
    "senate",
    "statistics",
    "supremecourt",
];

/// Registrable domains of international bodies, bodies of standards, and repositories of papers.
const DOMAINS: &[&str] = &[
    "arxiv.org",
    "biorxiv.org",
    "doi.org",
    "etsi.org",
    "europa.eu",
    "handle.net",
    "hal.science",
    "icc-cpi.int",
    "ieee.org",
    "ietf.org",
    "imf.org",
    "iso.org",
    "medrxiv.org",
    "oecd.org",
    "osf.io",
    "rfc-editor.org",
    "ssrn.com",
    "un.org",
    "unicode.org",
    "w3.org",
    "worldbank.org",
    "zenodo.org",
];

/// Endings of files that are published rather than written for a site.
const FILES: &[&str] = &[
    "csv", "doc", "docx", "ods", "odt", "pdf", "ps", "xls", "xlsx",
];

/// Names of folders in which bodies keep what they publish.
const FOLDERS: &[&str] = &[
    "datasets",
    "decisions",
    "doi",
    "filings",
    "hansard",
    "judgments",
    "judgements",
    "legislation",
    "press-release",
    "press-releases",
    "pressreleases",
    "publications",
    "resolutions",
    "statutes",
    "transcripts",
    "treaties",
];

/// Returns whether an address looks like that of a primary document: one of a government, a
/// parliament, a court, a statistics office, a university or a body of standards, a paper, a
/// company's filing. It goes by general signs and says nothing of what the document is worth; it
/// only decides what is read first.
///
/// ```
/// use headwater::urls::{CanonicalUrl, is_primary};
/// let url = |text| CanonicalUrl::parse(text);
/// assert!(is_primary(&url("https://stats.gov.uk/x")?));
/// assert!(is_primary(&url("https://example.com/files/annual.PDF")?));
/// assert!(!is_primary(&url("https://example.com/news/1")?));
/// # Ok::<(), headwater::urls::UrlError>(())
/// ```
#[must_use]
pub fn is_primary(url: &CanonicalUrl) -> bool {
    is_primary_host(url.host()) || is_document_path(url.path())
}

fn is_primary_host(host: &str) -> bool {
    let mut labels = host.rsplit('.');
    let top = labels.next().unwrap_or_default();
    if TOP_LEVEL.contains(&top) || DOMAINS.contains(&registrable_domain(host)) {
        return true;
    }
    let is_country = top.len() == 2 && top.bytes().all(|byte| byte.is_ascii_lowercase());
    if is_country
        && labels
            .next()
            .is_some_and(|label| SECOND_LEVEL.contains(&label))
    {
        return true;
    }
    host.split('.').any(|label| OFFICES.contains(&label))
}

fn is_document_path(path: &str) -> bool {
    let path = path.to_ascii_lowercase();
    let mut segments = path.split('/').rev();
    let file = segments.next().unwrap_or_default();
    file.rsplit_once('.')
        .is_some_and(|(_, ending)| FILES.contains(&ending))
        || segments.any(|segment| FOLDERS.contains(&segment))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn offices_and_documents_are_told_by_their_addresses() {
        for (text, expected) in [
            ("https://www.example.gov/x", true),
            ("https://www.gob.mx/x", true),
            ("https://www.interieur.gouv.fr/x", true),
            ("https://cs.example.ac.uk/x", true),
            ("https://www.parliament.uk/x", true),
            ("https://assembly.tolvia.test/x", true),
            ("https://doi.org/10.1000/182", true),
            ("https://ec.europa.eu/x", true),
            ("https://who.int/", true),
            ("https://ir.example.com/q3", true),
            ("https://example.com/publications/12", true),
            ("https://example.com/data/2031.xlsx", true),
            ("https://example.com/publications", false),
            ("https://example.com/pdf", false),
            ("https://gov.example.com/x", false),
            ("https://www.senators.example.com/x", false),
            ("http://[::1]/x", false),
        ] {
            let url = CanonicalUrl::parse(text).unwrap();
            assert_eq!(is_primary(&url), expected, "{text}");
        }
    }

    #[test]
    fn the_lists_are_lower_case() {
        for list in [TOP_LEVEL, SECOND_LEVEL, OFFICES, DOMAINS, FILES, FOLDERS] {
            assert!(list.iter().all(|word| *word == word.to_lowercase()));
        }
    }
}
