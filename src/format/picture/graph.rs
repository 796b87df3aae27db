//! A directed graph with weights and signs: its nodes on an ellipse, their names outside of it, its edges as arcs inside.
//!
//! The order of the nodes along the ellipse is found by exchanging two of them as long as that makes the edges shorter. It
//! is the same for the same graph, and with a dozen nodes takes no time.

use super::{Anchor, Caption, Form, Ink, Lean, Picture, fitted, signed, width_of};
use std::f64::consts::{PI, TAU};

/// An edge between two nodes, by their numbers.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Edge {
    /// Where it starts.
    pub from: usize,
    /// Where it leads; it may be the same node.
    pub to: usize,
    /// How many there are: how wide it is.
    pub count: usize,
    /// The sum of the scores: its colour and sign.
    pub score: i64,
}

const WIDTH: f64 = 720.0;
const SIZE: f64 = 13.0;
const NAME: f64 = 150.0;
/// How large the scores are.
const SCORE: f64 = 11.5;
/// Where a score may lie along its arc.
const PLACES: [f64; 7] = [0.5, 0.42, 0.58, 0.34, 0.66, 0.74, 0.26];
/// The radius of a node.
const NODE: f64 = 5.0;

/// The graph. The parts are the edges.
pub fn graph(caption: Caption, nodes: &[String], edges: &[Edge]) -> Picture {
    let height = (nodes.len() as f64 * 38.0).clamp(220.0, 470.0);
    let mut picture = Picture::new(caption, WIDTH, height);
    let centre = [WIDTH / 2.0, height / 2.0];
    let radii = [WIDTH / 2.0 - NAME - 40.0, height / 2.0 - 34.0];
    let order = order(nodes.len(), edges);
    let angle = |node: usize| {
        // Half a step off the top, so that no name stands above another one's node.
        let place = order.iter().position(|other| *other == node).unwrap_or(0) as f64;
        -PI / 2.0 + (place + 0.5) * TAU / nodes.len() as f64
    };
    let spot = |node: usize, stretch: f64| {
        let (sine, cosine) = angle(node).sin_cos();
        [centre[0] + cosine * (radii[0] + stretch), centre[1] + sine * (radii[1] + stretch)]
    };
    let most = edges.iter().map(|edge| edge.count).max().unwrap_or(1);
    // Where there is one of each, none is wide.
    let width = |count: usize| 1.8 + 5.2 * count.saturating_sub(1) as f64 / (most.max(4) - 1) as f64;
    let arcs: Vec<_> = edges.iter().map(|edge| arc(edge, spot(edge.from, 0.0), spot(edge.to, 0.0), centre)).collect();
    for (part, (edge, points)) in edges.iter().zip(&arcs).enumerate() {
        let width = width(edge.count);
        let ink = Ink::Lean(Lean::of(edge.score));
        picture.put(Form::Curve(*points, width), ink, Some(part));
        picture.put(Form::Area(head(points, width)), ink, Some(part));
    }
    // The scores lie over all arcs, each at the first place along its arc where none lies yet.
    let mut taken: Vec<[f64; 2]> = Vec::new();
    for (part, (edge, points)) in edges.iter().zip(&arcs).enumerate() {
        let places = PLACES.map(|place| along(points, place));
        let is_free = |[x, y]: &[f64; 2]| taken.iter().all(|[u, v]| (x - u).abs() > 24.0 || (y - v).abs() > 16.0);
        let [x, y] = places.into_iter().find(is_free).unwrap_or(places[0]);
        taken.push([x, y]);
        let words = signed(edge.score);
        let half = width_of(&words, SCORE) / 2.0 + 3.0;
        picture.put(Form::Rect([x - half, y - 8.0, half * 2.0, 16.0]), Ink::Ground, Some(part));
        picture.text_of(part, [x, y + 4.0], Anchor::Middle, SCORE, words, Ink::Lean(Lean::of(edge.score)));
    }
    for (node, name) in nodes.iter().enumerate() {
        let [x, y] = spot(node, 0.0);
        picture.put(Form::Circle([x, y, NODE]), Ink::Words, None);
        let [x, y] = spot(node, 12.0);
        let anchor = if x < centre[0] { Anchor::End } else { Anchor::Start };
        picture.text([x, y + 4.0], anchor, SIZE, fitted(name, SIZE, NAME), Ink::Words);
    }
    picture
}

/// The nodes in the order in which they stand along the ellipse.
fn order(count: usize, edges: &[Edge]) -> Vec<usize> {
    let mut order: Vec<usize> = (0..count).collect();
    let length = |order: &[usize]| -> usize {
        let mut place = vec![0; count];
        order.iter().enumerate().for_each(|(at, node)| place[*node] = at);
        let apart = |edge: &Edge| place[edge.from].abs_diff(place[edge.to]);
        edges.iter().map(|edge| edge.count * apart(edge).min(count - apart(edge))).sum()
    };
    let mut best = length(&order);
    // Each round makes it shorter; so many are enough for a dozen nodes.
    for _ in 0..count {
        let before = best;
        for a in 0..count {
            for b in a + 1..count {
                order.swap(a, b);
                match length(&order) {
                    shorter if shorter < best => best = shorter,
                    _ => order.swap(a, b),
                }
            }
        }
        if best == before {
            break;
        }
    }
    order
}

/// From one node to another, bent inwards and a little to the right, so that the way back is another arc.
fn arc(edge: &Edge, from: [f64; 2], to: [f64; 2], centre: [f64; 2]) -> [[f64; 2]; 3] {
    if edge.from == edge.to {
        return turn(from, centre);
    }
    let middle = mean(from, to);
    let [dx, dy] = [to[0] - from[0], to[1] - from[1]];
    let length = dx.hypot(dy).max(1.0);
    let aside = (length * 0.12).min(22.0);
    let inward = shifted(middle, centre, (length * 0.25).min(distance(middle, centre) * 0.6));
    let towards = [inward[0] - dy / length * aside, inward[1] + dx / length * aside];
    [shifted(from, towards, NODE + 2.0), towards, shifted(to, towards, NODE + 3.0)]
}

/// An edge from a node to itself: a small bow inside.
fn turn(node: [f64; 2], centre: [f64; 2]) -> [[f64; 2]; 3] {
    let [x, y] = [centre[0] - node[0], centre[1] - node[1]];
    let length = x.hypot(y).max(1.0);
    let (x, y) = (x / length, y / length);
    let point = |inward: f64, aside: f64| [node[0] + x * inward - y * aside, node[1] + y * inward + x * aside];
    [point(5.0, 9.0), point(70.0, 0.0), point(7.0, -9.0)]
}

/// The head of an arrow at the end of an arc.
fn head([_, towards, to]: &[[f64; 2]; 3], width: f64) -> Vec<[f64; 2]> {
    let [dx, dy] = [to[0] - towards[0], to[1] - towards[1]];
    let length = dx.hypot(dy).max(1.0);
    let (dx, dy) = (dx / length, dy / length);
    let (long, half) = (7.0 + width * 1.4, 3.2 + width * 0.8);
    let tip = [to[0] + dx * 2.0, to[1] + dy * 2.0];
    let side = |side: f64| [tip[0] - dx * long - dy * side, tip[1] - dy * long + dx * side];
    vec![tip, side(half), side(-half)]
}

/// The point of a curve at that part of the way.
fn along([from, towards, to]: &[[f64; 2]; 3], part: f64) -> [f64; 2] {
    let (a, b, c) = ((1.0 - part).powi(2), 2.0 * part * (1.0 - part), part.powi(2));
    [0, 1].map(|axis| a * from[axis] + b * towards[axis] + c * to[axis])
}

fn distance(a: [f64; 2], b: [f64; 2]) -> f64 {
    (a[0] - b[0]).hypot(a[1] - b[1])
}

fn mean(a: [f64; 2], b: [f64; 2]) -> [f64; 2] {
    [(a[0] + b[0]) / 2.0, (a[1] + b[1]) / 2.0]
}

/// A point so far on the way to another one.
fn shifted(from: [f64; 2], to: [f64; 2], by: f64) -> [f64; 2] {
    let [dx, dy] = [to[0] - from[0], to[1] - from[1]];
    let length = dx.hypot(dy).max(1.0);
    [from[0] + dx / length * by, from[1] + dy / length * by]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn those_with_edges_stand_together() {
        let edge = |(from, to)| Edge { from, to, count: 1, score: 1 };
        let edges = [(0, 3), (3, 1), (1, 4), (4, 2), (2, 5), (5, 0)].map(edge);
        let order = order(6, &edges);
        let place = |node| order.iter().position(|other| *other == node).expect("each node has a place") as i32;
        let apart = |edge: &Edge| (place(edge.from) - place(edge.to)).rem_euclid(6);
        let length: i32 = edges.iter().map(|edge| apart(edge).min(6 - apart(edge))).sum();
        assert_eq!(length, 6, "a ring lies on the ellipse as a ring: {order:?}");
    }

    #[test]
    fn every_point_is_inside() {
        for count in [1, 2, 3, 7, 12] {
            let nodes: Vec<String> =
                (0..count).map(|node| "A rather long name, number ".repeat(3) + &node.to_string()).collect();
            let all = (0..count).flat_map(|from| (0..count).map(move |to| (from, to)));
            let edges: Vec<_> = all.map(|(from, to)| Edge { from, to, count: from + 1, score: -9 }).collect();
            let picture = graph(Caption::default(), &nodes, &edges);
            let inside = |[x, y]: [f64; 2]| (0.0..=picture.width).contains(&x) && (0.0..=picture.height).contains(&y);
            for shape in &picture.shapes {
                match &shape.form {
                    Form::Area(points) => assert!(points.iter().all(|point| inside(*point)), "{shape:?}"),
                    Form::Curve(points, _) => {
                        assert!((0..=10).all(|part| inside(along(points, f64::from(part) / 10.0))))
                    }
                    Form::Text { at, anchor, size, words, .. } => {
                        let width = width_of(words, *size);
                        let start = match anchor {
                            Anchor::Start => at[0],
                            Anchor::Middle => at[0] - width / 2.0,
                            Anchor::End => at[0] - width,
                        };
                        assert!(inside([start, at[1]]) && inside([start + width, at[1]]), "{shape:?}");
                    }
                    _ => {}
                }
            }
        }
    }
}
