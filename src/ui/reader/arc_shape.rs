//! The shapes of arcs, and where their names stand: arithmetic alone.

use crate::browser::arcs::{InView, Point, Words};

/// An arc to be drawn.
pub struct Arc {
    /// Where its far end is, if that is known.
    pub far: Option<Words>,
    /// Whether the far end is further down in the text.
    pub is_below: bool,
    /// Whether the far end has words at all.
    pub has_place: bool,
    /// Whether it leads away.
    pub leads_away: bool,
    /// The width and the height of its name.
    pub name: (f64, f64),
}

/// An arc as it is drawn.
#[derive(Debug)]
pub struct Drawn {
    /// The line, as a path of SVG.
    pub line: String,
    /// The head of its arrow.
    pub head: String,
    /// The upper left corner of its name.
    pub name: Point,
    /// Where it ends.
    pub end: End,
}

/// Where an arc ends.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum End {
    /// At its far end, which is in view.
    Far,
    /// At the upper edge of what is in view.
    Top,
    /// At the lower edge.
    Bottom,
}

impl End {
    /// What the style sheet calls it.
    pub fn name(self) -> &'static str {
        match self {
            Self::Far => "far",
            Self::Top => "top",
            Self::Bottom => "bottom",
        }
    }
}

/// How far arcs that begin at the same words are apart there at most.
const SPREAD: f64 = 12.0;

/// How far a line keeps from what it leads to.
const GAP: f64 = 2.0;

/// How high an arc within a line rises above it: at least, at most, and by how much of the distance between its ends.
const RISE: (f64, f64, f64) = (22.0, 60.0, 0.2);

/// How far a line between other ends goes straight up or down at least, before it bends.
const STRAIGHT: f64 = 18.0;

/// How long and half as wide the head of an arrow is.
const HEAD: (f64, f64) = (8.0, 4.0);

/// How each arc is drawn; `None` for one that cannot be seen. They all begin at `near`, and not at all where that is out of
/// view.
pub fn drawn(near: Option<Words>, arcs: &[Arc], view: InView) -> Vec<Option<Drawn>> {
    let Some(near) = near.filter(|near| end_of(*near, view) == End::Far) else {
        return arcs.iter().map(|_| None).collect();
    };
    let ways: Vec<Way> = arcs.iter().map(|arc| Way::of(near, arc, view)).collect();
    let starts = starts(near, arcs, &ways);
    let wanted = arcs.iter().zip(&ways).zip(&starts).map(|((arc, way), start)| {
        let (width, height) = arc.name;
        let x = arc.far.map_or(start.x, |far| far.x);
        let centre = match way.end {
            End::Far => way.curve(*start, arc, Point::default()).middle(),
            End::Top => Point { x, y: view.top + height / 2.0 },
            End::Bottom => Point { x, y: view.bottom - height / 2.0 },
        };
        let left = (centre.x - width / 2.0).clamp(0.0, (view.width - width).max(0.0));
        let top = (centre.y - height / 2.0).clamp(view.top, (view.bottom - height).max(view.top));
        (Point { x: left, y: top }, arc.name, way.end)
    });
    let names = apart(wanted.collect());
    let drawn = arcs.iter().zip(ways).zip(starts.into_iter().zip(names));
    let shape = |((arc, way), (start, name)): ((&Arc, Way), (Point, Point))| {
        let curve = way.curve(start, arc, name);
        let head = match arc.leads_away {
            true => head(curve.to, !way.up || way.level),
            false => head(start, way.up),
        };
        arc.has_place.then(|| Drawn { line: curve.path(), head, name, end: way.end })
    };
    drawn.map(shape).collect()
}

/// Which way an arc goes.
#[derive(Clone, Copy)]
struct Way {
    end: End,
    /// It begins above its words, not below them.
    up: bool,
    /// It ends in the line where it begins.
    level: bool,
}

impl Way {
    fn of(near: Words, arc: &Arc, view: InView) -> Self {
        let end = match arc.far {
            Some(far) => end_of(far, view),
            None if arc.is_below => End::Bottom,
            None => End::Top,
        };
        let level = end == End::Far && arc.far.is_some_and(|far| far.top < near.bottom && near.top < far.bottom);
        let is_above = arc.far.map_or(!arc.is_below, |far| far.top < near.top);
        Self { end, up: level || is_above, level }
    }

    /// From its start to its far end, or to its name where that stands at an edge.
    fn curve(self, start: Point, arc: &Arc, name: Point) -> Curve {
        let (width, height) = arc.name;
        let centre = name.x + width / 2.0;
        let to = match (self.end, arc.far) {
            (End::Far, Some(far)) if self.level || !self.up => Point { x: far.x, y: far.top - GAP },
            (End::Far, Some(far)) => Point { x: far.x, y: far.bottom + GAP },
            (End::Top, _) => Point { x: centre, y: name.y + height + GAP },
            _ => Point { x: centre, y: name.y - GAP },
        };
        if self.level {
            let (least, most, share) = RISE;
            let rise = ((to.x - start.x).abs() * share).clamp(least, most);
            let above = |point: Point| Point { y: point.y - rise, ..point };
            return Curve { from: start, through: [above(start), above(to)], to };
        }
        let reach = ((to.y - start.y).abs() / 2.0).max(STRAIGHT) * if self.up { -1.0 } else { 1.0 };
        let through = [Point { y: start.y + reach, ..start }, Point { y: to.y - reach, ..to }];
        Curve { from: start, through, to }
    }
}

/// Where each arc begins: those above the words and those below each side by side, in the order of their far ends from left
/// to right, so that fewer cross.
fn starts(near: Words, arcs: &[Arc], ways: &[Way]) -> Vec<Point> {
    let mut starts = vec![Point::default(); arcs.len()];
    for (up, y) in [(true, near.top - GAP), (false, near.bottom + GAP)] {
        let mut order: Vec<usize> = (0..arcs.len()).filter(|place| ways[*place].up == up).collect();
        let x = |place: &usize| arcs[*place].far.map_or(near.x, |far| far.x);
        order.sort_by(|a, b| x(a).total_cmp(&x(b)));
        let step = SPREAD.min(near.width / (order.len() + 1) as f64);
        let middle = order.len().saturating_sub(1) as f64 / 2.0;
        for (rank, place) in order.into_iter().enumerate() {
            starts[place] = Point { x: near.x + (rank as f64 - middle) * step, y };
        }
    }
    starts
}

fn end_of(words: Words, view: InView) -> End {
    if words.top < view.top {
        End::Top
    } else if words.bottom > view.bottom {
        End::Bottom
    } else {
        End::Far
    }
}

/// A triangle with its tip at a point.
fn head(tip: Point, points_down: bool) -> String {
    let (length, half) = HEAD;
    let base = if points_down { tip.y - length } else { tip.y + length };
    format!("M{:.1} {base:.1}L{:.1} {base:.1}L{:.1} {:.1}Z", tip.x - half, tip.x + half, tip.x, tip.y)
}

/// A cubic Bézier curve.
struct Curve {
    from: Point,
    through: [Point; 2],
    to: Point,
}

impl Curve {
    fn middle(&self) -> Point {
        let [a, b] = self.through;
        let mean = |from: f64, a: f64, b: f64, to: f64| (from + 3.0 * (a + b) + to) / 8.0;
        Point { x: mean(self.from.x, a.x, b.x, self.to.x), y: mean(self.from.y, a.y, b.y, self.to.y) }
    }

    fn path(&self) -> String {
        let Self { from, through: [a, b], to } = self;
        format!("M{:.1} {:.1}C{:.1} {:.1} {:.1} {:.1} {:.1} {:.1}", from.x, from.y, a.x, a.y, b.x, b.y, to.x, to.y)
    }
}

/// Moves names off each other: those at the lower edge upward, all others downward. The earlier ones stay.
fn apart(names: Vec<(Point, (f64, f64), End)>) -> Vec<Point> {
    let mut placed: Vec<(Point, (f64, f64))> = Vec::with_capacity(names.len());
    for (mut at, size, end) in names {
        // Each move passes one name, so there are no more moves than names.
        while let Some((other, other_size)) = placed.iter().find(|(other, other_size)| {
            let across = at.x < other.x + other_size.0 && other.x < at.x + size.0;
            across && at.y < other.y + other_size.1 && other.y < at.y + size.1
        }) {
            at.y = if end == End::Bottom { other.y - size.1 - GAP } else { other.y + other_size.1 + GAP };
        }
        placed.push((at, size));
    }
    placed.into_iter().map(|(at, _)| at).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    const VIEW: InView = InView { top: 100.0, bottom: 700.0, width: 600.0 };

    /// Words in a line that is 20 high.
    fn words(x: f64, top: f64) -> Option<Words> {
        Some(Words { x, top, bottom: top + 20.0, width: 80.0 })
    }

    fn arc(far: Option<Words>, is_below: bool) -> Arc {
        Arc { far, is_below, has_place: true, leads_away: true, name: (60.0, 24.0) }
    }

    fn one(near: Option<Words>, arc: Arc) -> Drawn {
        drawn(near, &[arc], VIEW).remove(0).expect("it is in view")
    }

    #[test]
    fn an_arc_ends_at_its_far_end_or_at_the_edge() {
        let arcs = [
            arc(words(400.0, 300.0), true),
            arc(words(400.0, 90.0), false),
            arc(words(400.0, 701.0), true),
            arc(None, true),
            arc(None, false),
            Arc { has_place: false, ..arc(None, true) },
        ];
        let ends = |near: Option<Words>| -> Vec<Option<End>> {
            drawn(near, &arcs, VIEW).iter().map(|drawn| drawn.as_ref().map(|drawn| drawn.end)).collect()
        };
        let expected = [Some(End::Far), Some(End::Top), Some(End::Bottom), Some(End::Bottom), Some(End::Top), None];
        assert_eq!(ends(words(100.0, 200.0)), expected);
        assert!(ends(words(100.0, 99.0)).iter().all(Option::is_none), "its start is out of view");
        assert!(ends(None).iter().all(Option::is_none), "its start is not drawn");
    }

    #[test]
    fn a_line_leads_from_words_to_words_with_the_head_where_it_leads() {
        let near = words(100.0, 200.0);
        let level = one(near, arc(words(400.0, 200.0), true));
        assert_eq!(level.line, "M100.0 198.0C100.0 138.0 400.0 138.0 400.0 198.0");
        assert_eq!(level.head, "M396.0 190.0L404.0 190.0L400.0 198.0Z");
        assert_eq!((level.name.x, level.name.y), (220.0, 141.0), "in the middle of the line");
        let below = one(near, arc(words(400.0, 302.0), true));
        assert_eq!(below.line, "M100.0 222.0C100.0 261.0 400.0 261.0 400.0 300.0");
        assert_eq!(below.head, "M396.0 292.0L404.0 292.0L400.0 300.0Z");
        let above = one(near, arc(words(400.0, 120.0), false));
        assert_eq!(above.line, "M100.0 198.0C100.0 170.0 400.0 170.0 400.0 142.0");
        assert_eq!(above.head, "M396.0 150.0L404.0 150.0L400.0 142.0Z");
        for (far, head) in [
            (words(400.0, 302.0), "M96.0 230.0L104.0 230.0L100.0 222.0Z"),
            (words(400.0, 120.0), "M96.0 190.0L104.0 190.0L100.0 198.0Z"),
            (words(400.0, 200.0), "M96.0 190.0L104.0 190.0L100.0 198.0Z"),
        ] {
            assert_eq!(one(near, Arc { leads_away: false, ..arc(far, true) }).head, head, "it leads here");
        }
    }

    #[test]
    fn names_stand_apart_and_in_view() {
        let arcs: Vec<Arc> = (0..12)
            .map(|number| match number % 3 {
                0 => arc(words(300.0, 400.0), true),
                1 => arc(None, true),
                _ => arc(None, false),
            })
            .collect();
        let drawn = drawn(words(100.0, 240.0), &arcs, VIEW);
        let names: Vec<Point> = drawn.iter().flatten().map(|drawn| drawn.name).collect();
        assert_eq!(names.len(), 12);
        for (place, a) in names.iter().enumerate() {
            assert!((0.0..=540.0).contains(&a.x) && (100.0..=676.0).contains(&a.y), "{a:?}");
            for b in &names[..place] {
                assert!((a.x - b.x).abs() >= 60.0 || (a.y - b.y).abs() >= 24.0, "{a:?} lies on {b:?}");
            }
        }
    }

    #[test]
    fn arcs_do_not_cross_where_they_begin() {
        let fars = [500.0, 20.0, 300.0].map(|x| arc(words(x, 500.0), true));
        let starts: Vec<f64> = drawn(words(250.0, 200.0), &fars, VIEW)
            .iter()
            .flatten()
            .map(|drawn| drawn.line[1..].split(' ').next().and_then(|x| x.parse().ok()).expect("a number"))
            .collect();
        assert!(starts[1] < starts[2] && starts[2] < starts[0], "{starts:?}");
    }
}
