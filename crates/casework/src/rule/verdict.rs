use model::FindingKind;

use crate::alarm::Outcome;

/// What a verification says about the rule that raised the alarm.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Verdict {
    /// What the alarm said was so.
    Confirmed,
    /// It was not so, or was no reason for an alarm.
    Refuted,
    /// It could not be found out.
    Undecided,
}

/// What `outcome` says about an alarm of `kind`. A fault of the equipment confirms the kinds that doubt what an
/// instrument says or whether it says anything, and refutes those that take its word.
pub fn verdict_of(kind: FindingKind, outcome: Outcome) -> Verdict {
    match outcome {
        Outcome::Violation => Verdict::Confirmed,
        Outcome::EquipmentFault if doubts_the_data(kind) => Verdict::Confirmed,
        Outcome::EquipmentFault | Outcome::DeclaredCondition | Outcome::Normal => Verdict::Refuted,
        Outcome::CannotVerify => Verdict::Undecided,
    }
}

fn doubts_the_data(kind: FindingKind) -> bool {
    match kind {
        FindingKind::LoggerSilent
        | FindingKind::ClockError
        | FindingKind::ConstantValue
        | FindingKind::ImpossibleValue
        | FindingKind::RangeClipping
        | FindingKind::Replay
        | FindingKind::Step
        | FindingKind::Drift
        | FindingKind::LimitHugging
        | FindingKind::VarianceCollapse
        | FindingKind::Unexplained
        | FindingKind::MassBalance
        | FindingKind::CalibrationAltered
        | FindingKind::SampleAtOdds => true,
        FindingKind::ExceedanceHour
        | FindingKind::ExceedanceDay
        | FindingKind::ExceedanceRealtime
        | FindingKind::StationSpike
        | FindingKind::ProductionOnTreatmentOff
        | FindingKind::ProductionUnderOrder
        | FindingKind::OffHoursProduction => false,
    }
}

/// What became of the alarms of a rule or a kind.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Judged {
    /// Confirmed by their verification.
    pub confirmed: u64,
    /// Refuted by it.
    pub refuted: u64,
    /// Verified without a result.
    pub undecided: u64,
    /// Not verified yet.
    pub open: u64,
}

impl Judged {
    /// Counts an alarm of `kind` with the outcome of its verification, if there is one.
    pub fn count(&mut self, kind: FindingKind, outcome: Option<Outcome>) {
        let place = match outcome.map(|outcome| verdict_of(kind, outcome)) {
            Some(Verdict::Confirmed) => &mut self.confirmed,
            Some(Verdict::Refuted) => &mut self.refuted,
            Some(Verdict::Undecided) => &mut self.undecided,
            None => &mut self.open,
        };
        *place += 1;
    }
}

/// A share with the interval in which the true one lies with 95 % certainty.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Precision {
    /// Confirmed of all that are confirmed or refuted.
    pub share: f64,
    /// The interval's lower end.
    pub low: f64,
    /// Its upper end.
    pub high: f64,
    /// Of how many.
    pub of: u64,
}

/// The precision of alarms; `None` where none is confirmed or refuted. The interval is Wilson's, which is honest for
/// few alarms too.
pub fn precision(judged: Judged) -> Option<Precision> {
    const Z: f64 = 1.96;
    let of = judged.confirmed + judged.refuted;
    if of == 0 {
        return None;
    }
    let n = of as f64;
    let share = judged.confirmed as f64 / n;
    let middle = (share + Z * Z / (2.0 * n)) / (1.0 + Z * Z / n);
    let half = Z / (1.0 + Z * Z / n) * (share * (1.0 - share) / n + Z * Z / (4.0 * n * n)).sqrt();
    Some(Precision { share, low: (middle - half).max(0.0), high: (middle + half).min(1.0), of })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn few_alarms_give_a_wide_interval_and_none_gives_none() {
        assert_eq!(precision(Judged { open: 3, undecided: 2, ..Judged::default() }), None);
        let few = precision(Judged { confirmed: 3, ..Judged::default() }).unwrap();
        assert!(few.share == 1.0 && few.low < 0.45 && few.high == 1.0, "{few:?}");
        let many = precision(Judged { confirmed: 95, refuted: 5, ..Judged::default() }).unwrap();
        assert!((many.low - 0.888).abs() < 0.002 && (many.high - 0.978).abs() < 0.002, "{many:?}");
    }

    #[test]
    fn a_fault_of_the_equipment_confirms_what_doubts_the_data() {
        let fault = Outcome::EquipmentFault;
        assert_eq!(verdict_of(FindingKind::LoggerSilent, fault), Verdict::Confirmed);
        assert_eq!(verdict_of(FindingKind::ExceedanceHour, fault), Verdict::Refuted);
    }
}
