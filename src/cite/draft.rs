//! An attribution in tokens, before its source is named.

use super::phrase::Range;

/// An attribution in tokens of one paragraph.
#[derive(Debug, Clone)]
pub(super) struct Draft {
    pub(super) source: Option<Range>,
    pub(super) cue: Range,
    pub(super) content: Vec<Range>,
    pub(super) behind: Vec<Range>,
    /// Whether its content runs on to the end of the sentence and a later cue may cut it.
    pub(super) open: bool,
}

impl Draft {
    pub(super) fn new(source: Option<Range>, cue: Range, content: Vec<Range>) -> Self {
        Self {
            source,
            cue,
            content,
            behind: Vec::new(),
            open: false,
        }
    }

    /// Cuts the content at token `at`; nothing may cut it again.
    pub(super) fn truncate(&mut self, at: usize) {
        if let Some(last) = self.content.last_mut()
            && last.1 > at
        {
            last.1 = at.max(last.0);
        }
        self.content.retain(|c| c.0 < c.1);
        self.open = false;
    }
}
