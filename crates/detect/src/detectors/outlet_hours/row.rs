//! What an outlet says of one hour, side by side.

use model::{FactorCode, Reading, Timestamp, Unit, Values};

/// A channel, or a meter, that was missing in so many hours in a row is not waited for.
pub(super) const NOT_WAITED_FOR: u8 = 3;

/// The hour that is waiting to be judged, or was judged last.
#[derive(Debug)]
pub(super) struct Row {
    channels: Vec<Channel>,
    time: Option<Timestamp>,
    is_closed: bool,
}

#[derive(Debug)]
struct Channel {
    factor: FactorCode,
    /// The unit of its first figure; all others are brought to it.
    unit: Option<Unit>,
    figure: Option<f64>,
    /// Whether everything that the figure is the mean of was equal.
    is_flat: bool,
    /// Whether anything came for this hour, evidence or not.
    has_come: bool,
    /// In how many hours in a row nothing came.
    missed: u8,
}

impl Row {
    pub(super) fn new(factors: Vec<FactorCode>) -> Self {
        let channel = |factor| Channel {
            factor,
            unit: None,
            figure: None,
            is_flat: false,
            has_come: false,
            missed: NOT_WAITED_FOR,
        };
        Self { channels: factors.into_iter().map(channel).collect(), time: None, is_closed: true }
    }

    pub(super) fn is_of(&self, factors: &[FactorCode]) -> bool {
        self.channels.iter().map(|channel| &channel.factor).eq(factors)
    }

    pub(super) fn width(&self) -> usize {
        self.channels.len()
    }

    pub(super) fn place(&self, factor: &FactorCode) -> Option<usize> {
        self.channels.binary_search_by(|channel| channel.factor.cmp(factor)).ok()
    }

    /// Whether a reading of `time` says that the hour that is waiting is over.
    pub(super) fn is_over_at(&self, time: Timestamp) -> bool {
        !self.is_closed && self.time.is_some_and(|of_row| time > of_row)
    }

    /// Takes a reading; whether it says anything new about the hour that is waiting.
    pub(super) fn put(&mut self, reading: &Reading) -> bool {
        let Some(place) = self.place(&reading.series.factor) else { return false };
        match self.time {
            Some(time) if reading.time < time || (reading.time == time && self.is_closed) => return false,
            Some(time) if reading.time == time => {}
            Some(_) | None => self.open(reading.time),
        }
        let Some(channel) = self.channels.get_mut(place) else { return false };
        channel.has_come = true;
        if channel.figure.is_some() {
            return false;
        }
        let to = *channel.unit.get_or_insert(reading.unit);
        let figure = reading.evidence().and_then(|figure| reading.unit.convert(figure, to).ok());
        channel.figure = figure.filter(|figure| figure.is_finite() && figure.abs() < 1e12);
        channel.is_flat = is_flat(&reading.values);
        true
    }

    fn open(&mut self, time: Timestamp) {
        for channel in &mut self.channels {
            channel.figure = None;
            channel.has_come = false;
        }
        (self.time, self.is_closed) = (Some(time), false);
    }

    /// Whether everything that usually comes has come.
    pub(super) fn is_complete(&self) -> bool {
        !self.is_closed
            && self.channels.iter().all(|channel| channel.has_come || channel.missed >= NOT_WAITED_FOR)
            && self.channels.iter().any(|channel| channel.missed < NOT_WAITED_FOR)
    }

    /// The time of the hour that is waiting.
    pub(super) fn waiting(&self) -> Option<Timestamp> {
        self.time.filter(|_| !self.is_closed)
    }

    /// Ends the waiting; the time of the hour that waited.
    pub(super) fn close(&mut self) -> Option<Timestamp> {
        if std::mem::replace(&mut self.is_closed, true) {
            return None;
        }
        for channel in &mut self.channels {
            channel.missed = if channel.has_come { 0 } else { channel.missed.saturating_add(1) };
        }
        self.time
    }

    pub(super) fn figure(&self, place: usize) -> Option<(&FactorCode, f64, Unit)> {
        let channel = self.channels.get(place)?;
        Some((&channel.factor, channel.figure?, channel.unit?))
    }

    /// Whether nothing moved within the hour, by what the channel at `place` says.
    pub(super) fn is_flat(&self, place: usize) -> bool {
        self.channels.get(place).is_some_and(|channel| channel.is_flat)
    }

    /// What came beside the channel at `place`; NaN for what did not.
    pub(super) fn companions(&self, place: usize) -> Vec<f64> {
        let others = self.channels.iter().enumerate().filter(|(other, _)| *other != place);
        others.map(|(_, channel)| channel.figure.unwrap_or(f64::NAN)).collect()
    }
}

/// Whether the least and the greatest are the mean itself. A plant at rest shows zeros.
#[expect(clippy::float_cmp, reason = "the very same figure is meant")]
fn is_flat(values: &Values) -> bool {
    match (values.value, values.min, values.max) {
        (Some(mean), Some(min), Some(max)) => mean != 0.0 && min == mean && max == mean,
        _ => false,
    }
}
