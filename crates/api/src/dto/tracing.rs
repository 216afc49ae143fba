//! Tracings (溯源), as the API takes and tells them.

use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use super::tracing_cruise::{TracingTask, TracingTaskStage};
use super::{Named, Place, Time};

/// How far a tracing is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub(crate) enum TracingStage {
    /// A ranking is being made.
    Running,
    /// The last ranking is there.
    Ranked,
    /// There can be none: something is missing.
    NotPossible,
    /// The program failed.
    Failed,
    /// It is known what turned out, or that nobody found out.
    Closed,
}

/// What turned out.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub(crate) enum TracingVerdict {
    /// One or more enterprises of the register.
    Enterprises,
    /// Somebody in no register.
    NotInRegister,
    /// Nobody near.
    Regional,
    /// It was not found out.
    NotFound,
}

/// How well the ranking did, once it is known what turned out.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub(crate) enum TracingHit {
    /// What turned out was the most probable.
    First,
    /// It was among the three most probable.
    AmongThree,
    Missed,
}

/// What an account may do with a tracing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub(crate) enum TracingCommand {
    Renew,
    AskCruise,
    AcceptCruise,
    EndCruise,
    Close,
}

#[derive(Debug, Default, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(crate) struct TracingFilter {
    #[param(inline)]
    pub(crate) stage: Option<TracingStage>,
    #[param(inline)]
    pub(crate) hit: Option<TracingHit>,
    /// Only those with a probability of this tenth (0 to 9) that was held against what turned out.
    pub(crate) tenth: Option<usize>,
}

/// Which version of a tracing.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(crate) struct TracingVersionWanted {
    /// Its number, from 0; the last one unless said.
    pub(crate) version: Option<usize>,
}

/// Which version of a tracing as which file.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(crate) struct TracingDocumentWanted {
    #[param(inline)]
    pub(crate) format: crate::routes::case_documents::DocumentFormat,
    /// Its number, from 0; the last one unless said.
    pub(crate) version: Option<usize>,
}

/// What a tracing begins with: an alarm, or a station, a factor, a time and the reason.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct OpenTracing {
    pub(crate) alarm: Option<String>,
    pub(crate) station: Option<String>,
    pub(crate) factor: Option<String>,
    /// The anomaly, from …
    pub(crate) from: Option<String>,
    /// … until.
    pub(crate) to: Option<String>,
    pub(crate) reason: Option<String>,
}

/// What turned out.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct CloseTracing {
    pub(crate) verdict: TracingVerdict,
    /// Credit codes, where it was an enterprise of the register.
    #[serde(default)]
    pub(crate) enterprises: Vec<String>,
    pub(crate) words: String,
}

/// What a ranking gives a probability.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[serde(rename_all = "snake_case", tag = "kind")]
pub(crate) enum TracingThing {
    Enterprise {
        enterprise: Named,
    },
    /// Somebody in no register.
    Unregistered,
    /// Nobody near.
    Nobody,
}

/// Something with its probability.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub(crate) struct TracingProbable {
    pub(crate) thing: TracingThing,
    pub(crate) probability: f64,
}

/// A tracing in a list.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub(crate) struct TracingSummary {
    pub(crate) id: String,
    pub(crate) station: Named,
    pub(crate) district: Named,
    pub(crate) factor: Named,
    pub(crate) anomaly_from: Time,
    pub(crate) anomaly_to: Time,
    /// The alarm that it was opened from.
    pub(crate) alarm: Option<String>,
    pub(crate) opened_at: Time,
    pub(crate) stage: TracingStage,
    /// The most probable thing of the last ranking.
    pub(crate) first: Option<TracingProbable>,
    pub(crate) verdict: Option<TracingVerdict>,
    /// Who it was, where it was an enterprise of the register.
    pub(crate) found: Vec<Named>,
    pub(crate) hit: Option<TracingHit>,
    /// How far the last van's task is.
    pub(crate) task: Option<TracingTaskStage>,
}

/// How good the rankings were that were scored.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub(crate) struct TracingFigures {
    /// Tracings that are closed.
    pub(crate) closed: usize,
    /// Of these, those in which it was found out.
    pub(crate) scored: usize,
    pub(crate) first: usize,
    pub(crate) among_three: usize,
    /// The mean Brier score, 0 is best; none without any.
    pub(crate) brier: Option<f64>,
    /// Probabilities by tenths.
    pub(crate) tenths: Vec<TracingTenth>,
}

/// The probabilities of a tenth, and how often it turned out so.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub(crate) struct TracingTenth {
    pub(crate) count: usize,
    pub(crate) true_count: usize,
    /// Their mean; none without any.
    pub(crate) mean: Option<f64>,
}

#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct TracingList {
    /// The one opened last first.
    pub(crate) items: Vec<TracingSummary>,
    /// How many the account may see in all.
    pub(crate) total: usize,
    pub(crate) figures: TracingFigures,
    /// Whether the account may open one.
    pub(crate) may_open: bool,
    /// Stations and factors that can be asked, for the form.
    pub(crate) stations: Vec<TracingStation>,
}

/// A station that can be asked.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub(crate) struct TracingStation {
    pub(crate) station: Named,
    pub(crate) factors: Vec<Named>,
}

/// A version of the ranking.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub(crate) struct TracingVersion {
    pub(crate) number: usize,
    /// `opened`, `again` or `track`.
    pub(crate) cause: &'static str,
    pub(crate) at: Time,
    /// `running`, `ranked`, `not_possible` or `failed`.
    pub(crate) state: &'static str,
    /// SHA-256 of the frozen input.
    pub(crate) input: String,
    /// SHA-256 of what came of it.
    pub(crate) found: Option<String>,
    pub(crate) method: Option<String>,
    /// When it was there.
    pub(crate) done_at: Option<Time>,
    pub(crate) first: Option<TracingProbable>,
    /// Why the program failed.
    pub(crate) why: Option<String>,
}

/// What was taken, or is missing: a code that pages translate, with its figures.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub(crate) struct TracingRemark {
    pub(crate) code: &'static str,
    /// m, where one was taken.
    pub(crate) taken_m: Option<f64>,
    /// ℃, where one was taken.
    pub(crate) taken_celsius: Option<f64>,
    pub(crate) count: Option<usize>,
    pub(crate) percent: Option<u32>,
    pub(crate) stations: Vec<Named>,
}

/// A station whose values were looked at.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub(crate) struct TracingInstrument {
    pub(crate) station: Named,
    pub(crate) place: Place,
    /// `realtime`, `minute`, `hour` or `day`; `track` of a cruise.
    pub(crate) granularity: &'static str,
    pub(crate) values: usize,
    /// Its greatest value, µg/m³.
    pub(crate) greatest: f64,
}

/// The wind of an hour at a mast.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub(crate) struct TracingWind {
    pub(crate) place: Place,
    pub(crate) at: Time,
    pub(crate) speed_m_s: f64,
    /// Absent where the vane stood still.
    pub(crate) from_deg: Option<f64>,
}

/// What a cruise measured along its track.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub(crate) struct TracingTrack {
    /// The name of its file.
    pub(crate) name: String,
    /// How high above the ground it was measured, m, where that is known.
    pub(crate) height_m: Option<f64>,
    pub(crate) points: Vec<TracingTrackPoint>,
}

#[derive(Debug, Clone, Serialize, ToSchema)]
pub(crate) struct TracingTrackPoint {
    pub(crate) place: Place,
    pub(crate) at: Time,
    /// µg/m³.
    pub(crate) value: f64,
}

/// The datum of a file's places.
#[derive(Debug, Clone, Copy, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub(crate) enum TrackDatum {
    /// What satellites give; CGCS2000 is the same within a metre.
    Wgs84,
    /// Gaode, Tencent.
    Gcj02,
    /// Baidu.
    Bd09,
}

/// The unit of a file's values.
#[derive(Debug, Clone, Copy, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub(crate) enum TrackUnit {
    UgM3,
    MgM3,
}

/// How a track is to be read.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(crate) struct TrackAsked {
    /// Nobody guesses it: maps made in China shift places by hundreds of metres.
    #[param(inline)]
    pub(crate) datum: TrackDatum,
    #[param(inline)]
    pub(crate) unit: TrackUnit,
    /// The column of the values, where several could hold them.
    pub(crate) column: Option<String>,
    /// How high above the ground the inlet is, m, where the file does not say.
    pub(crate) height_m: Option<f64>,
}

/// What would be taken of a track, and what not and why.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct TrackPreview {
    /// `csv`, `gpx` or `geojson`; `beside` of a table whose places stand in another file.
    pub(crate) format: &'static str,
    pub(crate) column: String,
    /// Rows that would be taken; of a profile those of its lowest height.
    pub(crate) taken: usize,
    /// The heights above the ground that the file tells, m, the lowest first.
    pub(crate) heights_m: Vec<f64>,
    pub(crate) from: Option<Time>,
    pub(crate) to: Option<Time>,
    /// The greatest value, µg/m³.
    pub(crate) greatest: Option<f64>,
    /// How many rows would not, by reason.
    pub(crate) refused: std::collections::BTreeMap<&'static str, usize>,
    /// The first of them.
    pub(crate) first_refused: Vec<TrackRefused>,
    pub(crate) notes: Vec<TrackRemark>,
}

#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct TrackRefused {
    /// From 1, without a head.
    pub(crate) row: usize,
    /// `time`, `outside_record`, `same_time`, `place`, `jump`, `no_place_then`, `value` or `negative`.
    pub(crate) reason: &'static str,
}

/// What somebody should know of a track.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "snake_case", tag = "kind")]
pub(crate) enum TrackRemark {
    /// Places were converted from `gcj02` or `bd09`.
    Converted { datum: String },
    /// Nothing was measured between.
    Gap { from: Time, to: Time },
    /// The file's zone is another than it says: so many hours later its times would fit.
    PerhapsZone { hours: i64 },
}

/// The strip in which the air of an instant came, with nine of ten.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub(crate) struct TracingStrip {
    pub(crate) at: Time,
    pub(crate) middle: Vec<Place>,
    /// Around it.
    pub(crate) edge: Vec<Place>,
}

/// An emission rate, kg/h.
#[derive(Debug, Clone, Copy, Serialize, ToSchema)]
pub(crate) struct TracingRate {
    pub(crate) middle: f64,
    /// It lies between these with nine of ten.
    pub(crate) low: f64,
    pub(crate) high: f64,
}

/// What one station says for or against somebody as the only source.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub(crate) struct TracingReason {
    pub(crate) station: Named,
    /// Positive: for.
    pub(crate) weight: f64,
    /// In how many stretches of some minutes the candidate's air would have reached the station.
    pub(crate) stretches: usize,
    /// Above its background it measured so much in them, µg/m³ …
    pub(crate) measured: f64,
    /// … where so much would be expected.
    pub(crate) expected: f64,
    /// Outside of them it measured so much above its background.
    pub(crate) elsewhere: f64,
}

/// Somebody who may be a source.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub(crate) struct TracingCandidate {
    pub(crate) enterprise: Named,
    pub(crate) district: Option<Named>,
    pub(crate) trade_code: String,
    /// Whether the account sees the enterprise's own page.
    pub(crate) visible: bool,
    pub(crate) probability: f64,
    /// Where its outlets are, or its gate.
    pub(crate) places: Vec<Place>,
    /// Whether the register has an outlet to air of it.
    pub(crate) has_outlet: bool,
    pub(crate) rate: Option<TracingRate>,
    /// The height of its lowest outlet's mouth as the register has it, m.
    pub(crate) stack_m: Option<f64>,
    /// How far above it the plume is carried, m, as far as the register tells.
    pub(crate) rise_m: Option<f64>,
    /// In what part of the anomaly air that passed over it came to the station, 0 to 1.
    pub(crate) in_reach: f64,
    /// For how long of the record all its lines stood still, s; absent where its meters do not tell.
    pub(crate) still_s: Option<i64>,
    /// The weightiest first.
    pub(crate) reasons: Vec<TracingReason>,
}

/// One hypothesis: these sources together and no other.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub(crate) struct TracingHypothesis {
    pub(crate) things: Vec<TracingThing>,
    pub(crate) probability: f64,
    /// What it would have made the stations show; of the most probable hypotheses alone.
    pub(crate) series: Vec<TracingSeries>,
}

/// A station's values beside what a hypothesis makes of them.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub(crate) struct TracingSeries {
    pub(crate) station: Named,
    pub(crate) points: Vec<TracingPoint>,
}

/// Some minutes of a station, µg/m³.
#[derive(Debug, Clone, Copy, Serialize, ToSchema)]
pub(crate) struct TracingPoint {
    pub(crate) at: Time,
    pub(crate) measured: f64,
    pub(crate) background: f64,
    /// With what the hypothesis adds to the background.
    pub(crate) modelled: f64,
}

/// A source in no register.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub(crate) struct TracingUnregistered {
    pub(crate) probability: f64,
    pub(crate) place: Option<Place>,
    /// The distance from there that holds half of its probability, m.
    pub(crate) radius_m: Option<f64>,
    pub(crate) rate: Option<TracingRate>,
}

/// A ranking.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct TracingRanking {
    /// That nobody near is needed.
    pub(crate) nobody: f64,
    pub(crate) unregistered: TracingUnregistered,
    /// The most probable first.
    pub(crate) candidates: Vec<TracingCandidate>,
    /// The most probable first.
    pub(crate) hypotheses: Vec<TracingHypothesis>,
    pub(crate) reach: Vec<TracingStrip>,
    /// How much a stretch's evidence counts beside its neighbours', 0 to 1.
    pub(crate) trust: f64,
}

/// How an alarm stands that a tracing comes from.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub(crate) struct TracingAlarm {
    pub(crate) id: String,
    pub(crate) stage: &'static str,
    /// To which branch it is given.
    pub(crate) branch: Option<Named>,
    /// What its verification found.
    pub(crate) outcome: Option<&'static str>,
    pub(crate) note: Option<String>,
}

/// How a tracing ended.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub(crate) struct TracingClosing {
    pub(crate) verdict: TracingVerdict,
    pub(crate) enterprises: Vec<Named>,
    pub(crate) words: String,
    pub(crate) by: String,
    pub(crate) at: Time,
    pub(crate) hit: Option<TracingHit>,
    pub(crate) brier: Option<f64>,
}

/// One step.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub(crate) struct TracingStep {
    pub(crate) kind: String,
    pub(crate) at: Time,
    pub(crate) by: String,
    pub(crate) words: Option<String>,
    pub(crate) sequence: u64,
}

/// Everything about a tracing.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct TracingDetail {
    #[serde(flatten)]
    pub(crate) summary: TracingSummary,
    /// The version that a command must name.
    pub(crate) version: u64,
    pub(crate) allowed: Vec<TracingCommand>,
    /// Why somebody asked.
    pub(crate) reason: Option<String>,
    /// The record that was looked at.
    pub(crate) from: Time,
    pub(crate) to: Time,
    pub(crate) place: Place,
    pub(crate) from_alarm: Option<TracingAlarm>,
    pub(crate) versions: Vec<TracingVersion>,
    /// Which version is shown.
    pub(crate) shown: usize,
    pub(crate) ranking: Option<TracingRanking>,
    pub(crate) instruments: Vec<TracingInstrument>,
    pub(crate) wind: Vec<TracingWind>,
    /// What cruises measured.
    pub(crate) tracks: Vec<TracingTrack>,
    pub(crate) assumed: Vec<TracingRemark>,
    pub(crate) missing: Vec<TracingRemark>,
    /// Vans that were asked to measure, the last one first.
    pub(crate) tasks: Vec<TracingTask>,
    pub(crate) closing: Option<TracingClosing>,
    pub(crate) history: Vec<TracingStep>,
}

/// What came of making a ranking again from its frozen input.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct TracingChecked {
    pub(crate) version: usize,
    /// `same`, `alike` (but for the last digits), `differs`, or `unreadable`: what was kept was altered, or is gone.
    pub(crate) result: &'static str,
    /// The greatest difference of two probabilities.
    pub(crate) most: Option<f64>,
    /// How it was made then, and now.
    pub(crate) method: Option<String>,
    pub(crate) method_now: &'static str,
    pub(crate) input: String,
    pub(crate) found: String,
    pub(crate) why: Option<String>,
}

/// The files of a cruise.
#[derive(Debug, ToSchema)]
#[expect(dead_code, reason = "only its shape is told")]
pub(crate) struct TrackUpload {
    /// What was measured: CSV, GPX or GeoJSON.
    #[schema(value_type = String, format = Binary)]
    pub(crate) file: Vec<u8>,
    /// Where, by time, if that is not in the same file: GPX, or any of the others.
    #[schema(value_type = Option<String>, format = Binary)]
    pub(crate) places: Option<Vec<u8>>,
}
