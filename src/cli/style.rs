//! How answers look in a terminal: colour, width, wrapping.

use std::env;
use std::io::{self, IsTerminal, Write};

use headwater::export::words;
use headwater::report::Verdict;

/// What the terminal can show.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Style {
    /// Whether colours and weights may be used.
    pub(crate) color: bool,
    /// How many columns there are.
    pub(crate) width: usize,
}

impl Style {
    /// Returns what standard output can show: colours if it is a terminal and neither `plain` nor
    /// `NO_COLOR` is set, and `COLUMNS` columns where that is known, at most 100.
    pub(crate) fn of_stdout(plain: bool) -> Self {
        let columns = env::var("COLUMNS").ok().and_then(|n| n.parse().ok());
        let no_color = env::var_os("NO_COLOR").is_some_and(|value| !value.is_empty());
        Self {
            color: io::stdout().is_terminal() && !plain && !no_color,
            width: columns.unwrap_or(80).clamp(40, 100),
        }
    }

    pub(super) fn bold(self, text: &str) -> String {
        self.paint("1", text)
    }

    pub(super) fn dim(self, text: &str) -> String {
        self.paint("2", text)
    }

    /// Returns the verdict in words. Its colour tells the kinds apart and judges nothing.
    pub(super) fn verdict(self, verdict: Verdict) -> String {
        let code = match verdict {
            Verdict::SingleOrigin | Verdict::FewOrigins => "1;33",
            Verdict::Independent => "1;32",
            Verdict::Circular => "1;35",
            Verdict::Untraced => "1;36",
        };
        self.paint(code, words::verdict(verdict))
    }

    /// Marks a part of an attribution: by colour, or else by signs around it.
    pub(super) fn mark(self, role: Role, text: &str) -> String {
        let (code, open, close) = match role {
            Role::Source => ("1;36", '{', '}'),
            Role::Cue => ("4;33", '*', '*'),
            Role::Content => ("32", '[', ']'),
        };
        if self.color {
            self.paint(code, text)
        } else {
            format!("{open}{text}{close}")
        }
    }

    fn paint(self, code: &str, text: &str) -> String {
        if self.color {
            format!("\u{1b}[{code}m{text}\u{1b}[0m")
        } else {
            text.to_owned()
        }
    }

    /// Writes `text` in lines that fit, the first after `first`, the others after `rest`.
    pub(super) fn wrapped(
        self,
        out: &mut dyn Write,
        first: &str,
        rest: &str,
        text: &str,
    ) -> io::Result<()> {
        // Even a very narrow terminal gets a few words a line.
        let room = self.width.saturating_sub(columns(rest)).max(24);
        let mut lead = first;
        for line in wrap(text, room) {
            writeln!(out, "{lead}{line}")?;
            lead = rest;
        }
        Ok(())
    }

    /// Writes `text` in at most `most` lines that fit, the first after `head`, the others below its words;
    /// an ellipsis shows what is cut. Returns how many lines it took.
    pub(super) fn lines(
        self,
        out: &mut dyn Write,
        head: &str,
        text: &str,
        most: usize,
    ) -> io::Result<usize> {
        let indent = " ".repeat(columns(head));
        let room = self.width.saturating_sub(columns(head)).max(24);
        let lines = wrap(text, room);
        for (number, line) in lines.iter().take(most).enumerate() {
            let lead = if number == 0 {
                self.dim(head)
            } else {
                indent.clone()
            };
            let is_cut = number + 1 == most && lines.len() > most;
            let line = if is_cut {
                fit(&format!("{line} …"), room)
            } else {
                fit(line, room)
            };
            writeln!(out, "{lead}{line}")?;
        }
        Ok(lines.len().min(most))
    }
}

/// What a part of an attribution is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Role {
    Source,
    Cue,
    Content,
}

impl Role {
    pub(super) const ALL: [Self; 3] = [Self::Source, Self::Cue, Self::Content];

    pub(super) fn name(self) -> &'static str {
        match self {
            Self::Source => "who",
            Self::Cue => "says",
            Self::Content => "what",
        }
    }
}

/// Breaks `text` between words into lines of at most `room` columns, where its words allow.
fn wrap(text: &str, room: usize) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    for word in text.split_whitespace() {
        match lines.last_mut() {
            Some(line) if columns(line) + 1 + columns(word) <= room => {
                line.push(' ');
                line.push_str(word);
            }
            _ => lines.push(word.to_owned()),
        }
    }
    lines
}

/// Cuts `text` to `room` columns; an ellipsis shows the cut.
pub(super) fn fit(text: &str, room: usize) -> String {
    if columns(text) <= room {
        return text.to_owned();
    }
    let mut used = 1;
    let kept: String = text
        .chars()
        .take_while(|&c| {
            used += breadth(c);
            used <= room
        })
        .collect();
    format!("{}…", kept.trim_end())
}

/// Returns how many columns `text` takes.
pub(super) fn columns(text: &str) -> usize {
    text.chars().map(breadth).sum()
}

/// East Asian characters and emoji are two columns wide.
fn breadth(c: char) -> usize {
    match u32::from(c) {
        0x1100..=0x115f
        | 0x2e80..=0xa4cf
        | 0xac00..=0xd7a3
        | 0xf900..=0xfaff
        | 0xfe30..=0xfe6f
        | 0xff00..=0xff60
        | 0xffe0..=0xffe6
        | 0x1f300..=0x1faff
        | 0x20000..=0x3fffd => 2,
        _ => 1,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_keep_within_the_width() {
        assert_eq!(wrap("one two three", 7), ["one two", "three"]);
        assert_eq!(wrap("unbreakable", 4), ["unbreakable"]);
        assert_eq!(wrap("渡船 在夜 间", 9), ["渡船 在夜", "间"]);
        assert_eq!(fit("one two three", 8), "one two…");
        assert_eq!(fit("short", 8), "short");
    }

    #[test]
    fn no_escape_is_written_without_colour() {
        let plain = Style {
            color: false,
            width: 80,
        };
        assert_eq!(plain.verdict(Verdict::Circular), "circular");
        assert_eq!(plain.bold("x"), "x");
    }
}
