//! Which links are followed: those of pages on the story, once it is known what that is.

use super::Crawl;
use super::story::Gathering;
use crate::corpus::Outcome;
use crate::error::Result;
use crate::frontier::Step;
use crate::urls::CanonicalUrl;

impl Crawl<'_, '_> {
    /// Judges what a visit came to; `None` if nothing was read, or as long as the story is open.
    /// Addresses at depth 0 tell the story and so are on it, as is everything if no page is read.
    pub(super) fn judge(&self, url: &CanonicalUrl, outcome: &Outcome) -> Option<bool> {
        let Outcome::Read(reading) = outcome else {
            return None;
        };
        if !self.settings.read || self.frontier.is_root(url) {
            return Some(true);
        }
        let story = self.story.as_ref()?;
        Some(!story.is_off(&reading.document))
    }

    /// Tells the frontier where a page leads: by links only if it is on the story.
    pub(super) fn follow(
        &mut self,
        url: &CanonicalUrl,
        on_story: Option<bool>,
        mut steps: Vec<(Step, CanonicalUrl)>,
    ) {
        if on_story != Some(true) {
            steps.retain(|(step, _)| *step == Step::Hop);
        }
        self.frontier.put_discovered(url, &steps);
    }

    /// Settles what the story is about as soon as depth 0 is done with, and judges the pages that
    /// waited for it. A page that turned out to be at depth 0 meanwhile is on it. Where no link is
    /// followed there is nothing to judge.
    pub(super) fn settle_story(&mut self) -> Result<()> {
        let is_needed = self.settings.read && self.settings.depth > 0;
        if self.story.is_some() || !is_needed || self.frontier.has_open_root() {
            return Ok(());
        }
        let mut gathering = Gathering::default();
        for root in self.frontier.roots() {
            if let Some(reading) = self.store.reading(root)? {
                gathering.add(&reading.document);
            }
        }
        let story = gathering.story(self.settings.story.as_deref());
        let mut judged = Vec::new();
        for url in self.store.unjudged()? {
            if let Some(reading) = self.store.reading(&url)? {
                let on_story = self.frontier.is_root(&url) || !story.is_off(&reading.document);
                judged.push((url, on_story));
            }
        }
        self.store.settle_story(&story, &judged)?;
        self.story = Some(story);
        for (url, _) in judged.iter().filter(|(_, on_story)| *on_story) {
            let steps = self.store.steps(url)?;
            self.follow(url, Some(true), steps);
        }
        Ok(())
    }
}
