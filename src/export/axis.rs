//! Time as columns of a drawing: periods in their order, and which nodes belong to each.

use std::collections::{BTreeMap, BTreeSet};

use super::scene::Scene;

/// Most periods that are named along a drawing; of more days, months are told, then years.
const PERIODS: usize = 12;

/// How much of a day names a period: `2031-03-04`, `2031-03`, `2031`.
const GRAINS: [usize; 3] = [10, 7, 4];

/// The periods of a scene, in order of time.
#[derive(Debug, Default)]
pub(super) struct Axis {
    /// What each period is called.
    pub(super) periods: Vec<String>,
    /// The period of each dated node.
    places: BTreeMap<usize, usize>,
}

impl Axis {
    /// Finds the periods of the dated nodes; none if all are of one, which orders nothing.
    pub(super) fn new(scene: &Scene) -> Self {
        let days = scene.nodes.iter().enumerate();
        let days: Vec<(usize, &str)> = days
            .filter_map(|(at, n)| Some((at, n.day.as_deref()?)))
            .collect();
        let named = |grain: usize| -> BTreeSet<&str> {
            days.iter()
                .map(|(_, day)| day.get(..grain).unwrap_or(day))
                .collect()
        };
        let grains = GRAINS.into_iter();
        let fine = grains.clone().find(|&grain| named(grain).len() <= PERIODS);
        let Some(grain) = fine.or(grains.last()) else {
            return Self::default();
        };
        let periods: Vec<&str> = named(grain).into_iter().collect();
        if periods.len() < 2 {
            return Self::default();
        }
        let place = |day: &str| {
            let period = day.get(..grain).unwrap_or(day);
            periods.binary_search(&period).ok()
        };
        let places = days
            .iter()
            .filter_map(|&(node, day)| Some((node, place(day)?)));
        Self {
            places: places.collect(),
            periods: periods.into_iter().map(str::to_owned).collect(),
        }
    }

    /// Returns the dated nodes with the numbers of their periods.
    pub(super) fn nodes(&self) -> impl Iterator<Item = (usize, usize)> {
        self.places.iter().map(|(&node, &period)| (node, period))
    }

    /// Returns whether an arrow points to a later period, against the run of time.
    pub(super) fn is_forward(&self, from: usize, to: usize) -> bool {
        let period = |node: usize| self.places.get(&node);
        matches!((period(from), period(to)), (Some(from), Some(to)) if from < to)
    }
}

#[cfg(test)]
mod tests {
    use super::super::scene::Node;
    use super::super::tests::fixture;
    use super::super::{Level, Selection, plan};
    use super::*;

    /// A scene whose nodes were published on the given days.
    fn scene(days: &[&str]) -> Scene {
        let mut scene = plan::scene(&fixture(), Selection::Run, Level::Document);
        let mut days = days.iter();
        for node in &mut scene.nodes {
            node.day = days.next().map(|day| (*day).to_owned());
        }
        scene
    }

    #[test]
    fn days_come_in_their_order() {
        let axis = Axis::new(&scene(&["2031-03-04", "2031-02-27", "2031-03-04"]));
        assert_eq!(axis.periods, ["2031-02-27", "2031-03-04"]);
        assert_eq!(axis.nodes().collect::<Vec<_>>(), [(0, 1), (1, 0), (2, 1)]);
        assert!(axis.is_forward(1, 0) && !axis.is_forward(0, 1));
        assert!(!axis.is_forward(0, 2) && !axis.is_forward(1, 9));
    }

    #[test]
    fn one_day_orders_nothing() {
        let axis = Axis::new(&scene(&["2031-03-04", "2031-03-04"]));
        assert!(axis.periods.is_empty() && axis.nodes().next().is_none());
    }

    #[test]
    fn many_days_are_told_by_the_month_and_many_months_by_the_year() {
        let mut scene = scene(&[]);
        let node = scene.nodes.swap_remove(0);
        let mut periods = |day: fn(usize) -> String| {
            let dated = (0..40).map(|number| Node {
                id: node.id.clone(),
                day: Some(day(number)),
                head: Vec::new(),
                body: Vec::new(),
                foot: Vec::new(),
                tooltip: String::new(),
                url: None,
                marks: Vec::new(),
                copies: Vec::new(),
                ..node
            });
            scene.nodes = dated.collect();
            Axis::new(&scene).periods
        };
        let months = periods(|n| format!("2031-{:02}-{:02}", 1 + n % 3, 1 + n % 28));
        assert_eq!(months, ["2031-01", "2031-02", "2031-03"]);
        let years = periods(|n| format!("{}-{:02}-01", 2030 + n / 20, 1 + n % 12));
        assert_eq!(years, ["2030", "2031"]);
    }
}
