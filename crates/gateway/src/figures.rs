//! One reading in the making: from texts and sent units to a [`model::Reading`].

use model::{Mark, Problem, Problems, Unit, Values};

/// Where a figure belongs in [`Values`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Slot {
    Value,
    Min,
    Max,
    Total,
    Converted,
    ConvertedMin,
    ConvertedMax,
}

/// The units of one factor at one source.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Units {
    /// As sent.
    pub(crate) sent: Unit,
    /// As kept.
    pub(crate) kept: Unit,
    /// Whether somebody has registered them; assumed ones cannot be relied upon.
    pub(crate) registered: bool,
}

/// What one factor has said so far in one message.
#[derive(Debug, Clone)]
pub(crate) struct Draft {
    units: Units,
    pub(crate) values: Values,
    pub(crate) mark: Mark,
    pub(crate) problems: Problems,
    filled: [bool; 7],
    marked: bool,
}

impl Draft {
    pub(crate) fn new(units: Units) -> Self {
        let mut problems = Problems::NONE;
        let convertible = units.sent.convert(1.0, units.kept).is_ok();
        if !units.registered || !convertible {
            problems.insert(Problem::UnitUnknown);
        }
        let units = if convertible { units } else { Units { kept: units.sent, ..units } };
        Self {
            units,
            values: Values::default(),
            mark: Mark::Absent,
            problems,
            filled: [false; 7],
            marked: false,
        }
    }

    /// The unit of the figures as they are kept.
    pub(crate) fn unit(&self) -> Unit {
        self.units.kept
    }

    /// Whether something has been said for `slot`.
    pub(crate) fn has(&self, slot: Slot) -> bool {
        self.filled.get(slot as usize).copied().unwrap_or(false)
    }

    /// Puts in the figure that `text` says; a text that is no number leaves the slot without one.
    pub(crate) fn put_text(&mut self, slot: Slot, text: &str) {
        self.put(slot, number(text));
    }

    /// Puts in a figure in the sent unit, or notes that what was sent is no number.
    pub(crate) fn put(&mut self, slot: Slot, figure: Option<f64>) {
        if let Some(filled) = self.filled.get_mut(slot as usize) {
            *filled = true;
        }
        if figure.is_none() && matches!(slot, Slot::Value | Slot::Converted) {
            self.problems.insert(Problem::NotANumber);
        }
        // The emitted amount has a unit of its own, which the factor table gives.
        let figure = match slot {
            Slot::Total => figure,
            Slot::Value
            | Slot::Min
            | Slot::Max
            | Slot::Converted
            | Slot::ConvertedMin
            | Slot::ConvertedMax => figure.map(|sent| self.kept(sent)),
        };
        *self.place(slot) = figure;
    }

    fn kept(&self, sent: f64) -> f64 {
        self.units.sent.convert(sent, self.units.kept).unwrap_or(sent)
    }

    fn place(&mut self, slot: Slot) -> &mut Option<f64> {
        match slot {
            Slot::Value => &mut self.values.value,
            Slot::Min => &mut self.values.min,
            Slot::Max => &mut self.values.max,
            Slot::Total => &mut self.values.total,
            Slot::Converted => &mut self.values.converted,
            Slot::ConvertedMin => &mut self.values.converted_min,
            Slot::ConvertedMax => &mut self.values.converted_max,
        }
    }

    /// Whether a data mark has been put in.
    pub(crate) fn is_marked(&self) -> bool {
        self.marked
    }

    /// Puts in the data mark.
    pub(crate) fn put_mark(&mut self, text: &str) {
        self.marked = true;
        self.mark = Mark::from(text);
        if matches!(self.mark, Mark::Other(_)) {
            self.problems.insert(Problem::UnknownMark);
        }
    }

    /// Puts in a mark that stands in the place of the figure.
    pub(crate) fn put_state(&mut self, text: &str) {
        if let Some(filled) = self.filled.get_mut(Slot::Value as usize) {
            *filled = true;
        }
        self.put_mark(text);
    }

    /// Notes figures outside of `bounds` (inclusive).
    pub(crate) fn check_bounds(&mut self, bounds: (f64, f64)) {
        let outside = |figure: f64| figure < bounds.0 || figure > bounds.1;
        if self.values.value.is_some_and(outside) || self.values.converted.is_some_and(outside) {
            self.problems.insert(Problem::OutOfBounds);
        }
    }
}

/// The finite number that `text` says, if it says one.
pub(crate) fn number(text: &str) -> Option<f64> {
    text.trim().parse::<f64>().ok().filter(|figure| figure.is_finite())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_finite_numbers_are_numbers() {
        assert_eq!(number(" -1.50 "), Some(-1.5));
        assert_eq!(number("+3"), Some(3.0));
        for text in ["", "-", "--", "NaN", "inf", "1e999", "1,5", "1.2.3", "０"] {
            assert_eq!(number(text), None, "{text}");
        }
    }

    #[test]
    fn units_that_do_not_convert_keep_the_figure_as_sent() {
        let units =
            Units { sent: Unit::MilligramPerLitre, kept: Unit::MilligramPerCubicMetre, registered: true };
        let mut draft = Draft::new(units);
        draft.put(Slot::Value, Some(3.0));
        assert_eq!((draft.values.value, draft.unit()), (Some(3.0), Unit::MilligramPerLitre));
        assert!(draft.problems.contains(Problem::UnitUnknown));
    }

    #[test]
    fn a_total_is_not_converted() {
        let units = Units {
            sent: Unit::MicrogramPerCubicMetre,
            kept: Unit::MilligramPerCubicMetre,
            registered: true,
        };
        let mut draft = Draft::new(units);
        draft.put_text(Slot::Value, "1500");
        draft.put_text(Slot::Total, "1500");
        assert_eq!((draft.values.value, draft.values.total), (Some(1.5), Some(1500.0)));
        assert!(draft.problems.is_empty());
    }
}
