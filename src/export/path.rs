//! Paths of the SVG drawing: the outlines of nodes and the curves of arrows.

use super::theme::{Look, Shape};

/// Returns the path around a node.
pub(super) fn outline(look: Look, (x, y): (f64, f64), width: f64, height: f64) -> String {
    let (left, right) = (x - width / 2.0, x + width / 2.0);
    let (top, bottom) = (y - height / 2.0, y + height / 2.0);
    let polygon = |points: &[(f64, f64)]| {
        let points: Vec<_> = points
            .iter()
            .map(|(x, y)| format!("{x:.1} {y:.1}"))
            .collect();
        format!("M{}Z", points.join("L"))
    };
    match look.shape() {
        Shape::Box => rounded(left, top, right, bottom, 6.0),
        Shape::Pill => rounded(left, top, right, bottom, (height / 2.0).min(24.0)),
        Shape::DogEar => {
            let ear = 9.0;
            let fold = polygon(&[
                (right - ear, top),
                (right - ear, top + ear),
                (right, top + ear),
            ]);
            let sheet = polygon(&[
                (left, top),
                (right - ear, top),
                (right, top + ear),
                (right, bottom),
                (left, bottom),
            ]);
            format!("{sheet}{fold}")
        }
        Shape::Hexagon => polygon(&[
            (left, y),
            (left + 14.0, top),
            (right - 14.0, top),
            (right, y),
            (right - 14.0, bottom),
            (left + 14.0, bottom),
        ]),
        Shape::Octagon => polygon(&[
            (left, top + 10.0),
            (left + 10.0, top),
            (right - 10.0, top),
            (right, top + 10.0),
            (right, bottom - 10.0),
            (right - 10.0, bottom),
            (left + 10.0, bottom),
            (left, bottom - 10.0),
        ]),
    }
}

fn rounded(left: f64, top: f64, right: f64, bottom: f64, r: f64) -> String {
    format!(
        "M{:.1} {top:.1}H{:.1}A{r:.1} {r:.1} 0 0 1 {right:.1} {:.1}V{:.1}A{r:.1} {r:.1} 0 0 1 \
         {:.1} {bottom:.1}H{:.1}A{r:.1} {r:.1} 0 0 1 {left:.1} {:.1}V{:.1}A{r:.1} {r:.1} 0 0 1 \
         {:.1} {top:.1}Z",
        left + r,
        right - r,
        top + r,
        bottom - r,
        right - r,
        left + r,
        bottom - r,
        top + r,
        left + r
    )
}

/// Returns a smooth path through the points, level at each.
pub(super) fn curve(points: &[(f64, f64)]) -> String {
    let Some((&(x, y), rest)) = points.split_first() else {
        return String::new();
    };
    let mut path = vec![format!("M{x:.1} {y:.1}")];
    let (mut last_x, mut last_y) = (x, y);
    for &(x, y) in rest {
        let bend = (x - last_x) * 0.5;
        path.push(format!(
            "C{:.1} {last_y:.1} {:.1} {y:.1} {x:.1} {y:.1}",
            last_x + bend,
            x - bend
        ));
        (last_x, last_y) = (x, y);
    }
    path.concat()
}
