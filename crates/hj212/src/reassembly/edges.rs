//! What stands at the beginning and at the end of a pack's data area.

use super::DataArea;

/// An edge longer than this is not kept: no factor has so many items.
const LONGEST_EDGE: usize = 1024;

/// The `DataTime`s of a data area.
#[derive(Clone, Debug, Default)]
pub(super) struct Times {
    /// Whether it begins with one.
    pub(super) at_the_beginning: bool,
    pub(super) first: Option<String>,
    pub(super) last: Option<String>,
}

impl Times {
    pub(super) fn of(area: &DataArea<'_>) -> Times {
        let at_the_beginning = area.items().next().is_some_and(|item| item.name == "DataTime");
        let mut times = area.items().filter(|item| item.name == "DataTime").map(|item| item.value.to_owned());
        let first = times.next();
        let last = times.last().or_else(|| first.clone());
        Times { at_the_beginning, first, last }
    }
}

/// The items of the first and of the last factor.
#[derive(Clone, Debug, Default)]
pub(super) struct Edges {
    pub(super) first: Option<Edge>,
    pub(super) last: Option<Edge>,
}

/// The items of one factor at the edge of a pack.
#[derive(Clone, Debug)]
pub(super) struct Edge {
    code: String,
    attributes: Vec<String>,
    pub(super) text: String,
}

impl Edges {
    pub(super) fn of(area: &DataArea<'_>) -> Edges {
        let (first, last) = (area.groups().next(), area.groups().last());
        let edge = |group: Option<crate::Group<'_>>| group.and_then(Edge::of);
        Edges { first: edge(first), last: edge(last) }
    }
}

impl Edge {
    fn of(group: crate::Group<'_>) -> Option<Edge> {
        let mut edge = Edge { code: String::new(), attributes: Vec::new(), text: String::new() };
        for item in group.items() {
            let (code, attribute) = item.code_and_attribute()?;
            if edge.code.is_empty() {
                edge.code = code.to_owned();
            } else {
                edge.text.push(',');
                if edge.code != code {
                    return None;
                }
            }
            edge.attributes.push(attribute.to_owned());
            edge.text.extend([item.name, "=", item.value]);
        }
        (!edge.code.is_empty() && edge.text.len() <= LONGEST_EDGE).then_some(edge)
    }

    /// Whether both are parts of what one factor says: the same code, and nothing said twice.
    pub(super) fn continues(&self, other: &Edge) -> bool {
        self.code == other.code && !self.attributes.iter().any(|own| other.attributes.contains(own))
    }
}
