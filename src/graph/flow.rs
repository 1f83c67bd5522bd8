//! The largest flow through a network whose arcs carry one unit each.
//!
//! Dinitz's algorithm: shortest paths first, many at a time. Where every inner node has one arc in
//! or one arc out, as in a network of split nodes, O(√|V|) rounds will do (Even and Tarjan,
//! "Network flow and testing graph connectivity", 1975).

use std::collections::VecDeque;

/// Stands for no arc, and for no level.
const NONE: u32 = u32::MAX;

/// An arc, or the way back along one.
#[derive(Debug, Clone, Copy)]
struct Arc {
    to: u32,
    /// The next arc of the node that it leaves.
    next: u32,
    /// Whether a unit may still go along it.
    open: bool,
}

/// A network whose arcs carry one unit each. An arc's number differs from that of its way back in
/// the last bit.
#[derive(Debug)]
pub(super) struct Network {
    /// The first arc of each node.
    first: Vec<u32>,
    arcs: Vec<Arc>,
}

impl Network {
    /// Makes a network of so many nodes without an arc.
    pub(super) fn new(nodes: usize) -> Self {
        Self {
            first: vec![NONE; nodes],
            arcs: Vec::new(),
        }
    }

    /// Adds an arc.
    pub(super) fn join(&mut self, from: usize, to: usize) {
        for (from, to, open) in [(from, to, true), (to, from, false)] {
            let number = small(self.arcs.len());
            let next = std::mem::replace(&mut self.first[from], number);
            let to = small(to);
            self.arcs.push(Arc { to, next, open });
        }
    }

    /// Sends as many units as possible; returns how many.
    pub(super) fn flow(&mut self, source: usize, sink: usize) -> usize {
        let mut units = 0;
        loop {
            let levels = self.levels(source);
            if levels[sink] == NONE {
                return units;
            }
            // The arcs before these lead nowhere in this round.
            let mut current = self.first.clone();
            while self.send(source, sink, &levels, &mut current) {
                units += 1;
            }
        }
    }

    /// Returns how many open arcs each node is away from `source`.
    fn levels(&self, source: usize) -> Vec<u32> {
        let mut levels = vec![NONE; self.first.len()];
        levels[source] = 0;
        let mut open = VecDeque::from([source]);
        while let Some(node) = open.pop_front() {
            let mut number = self.first[node];
            while let Some(arc) = self.arcs.get(number as usize) {
                let to = arc.to as usize;
                if arc.open && levels[to] == NONE {
                    levels[to] = levels[node] + 1;
                    open.push_back(to);
                }
                number = arc.next;
            }
        }
        levels
    }

    /// Sends one unit along a shortest path; returns whether there was one.
    fn send(&mut self, source: usize, sink: usize, levels: &[u32], current: &mut [u32]) -> bool {
        let mut path: Vec<u32> = Vec::new();
        let mut node = source;
        while node != sink {
            let number = current[node];
            if let Some(arc) = self.arcs.get(number as usize) {
                if arc.open && levels[arc.to as usize] == levels[node] + 1 {
                    path.push(number);
                    node = arc.to as usize;
                } else {
                    current[node] = arc.next;
                }
                continue;
            }
            // A dead end: back, and past the arc that led here.
            let Some(last) = path.pop() else {
                return false;
            };
            node = self.arcs[last as usize ^ 1].to as usize;
            current[node] = self.arcs[last as usize].next;
        }
        for number in path {
            self.arcs[number as usize].open = false;
            self.arcs[number as usize ^ 1].open = true;
        }
        true
    }
}

/// Numbers of nodes and arcs take four bytes: a graph of more would not fit into memory.
fn small(number: usize) -> u32 {
    u32::try_from(number).unwrap_or(NONE)
}
