//! Reads an adjustment that a case asks for.

use super::AdjustmentKind;
use super::request::AdjustmentGiven;
use crate::given::Given;
use crate::refusal::{LawRefusal, RefusalCode};
use crate::share::Share;

/// Reads one adjustment: its kind, measure and ground.
///
/// # Errors
/// Names the field that is unknown or missing.
pub(super) fn adjustment(name: &str, value: &Given) -> Result<AdjustmentGiven, LawRefusal> {
    let (mut kind, mut share, mut ground) = (None, None, None);
    for (key, value) in value.map(name)? {
        match key.as_str() {
            "kind" | "类型" => kind = Some(adjustment_kind(value.text(key)?)?),
            "percent" | "比例" => {
                let text = value.word().unwrap_or_default();
                let parsed = Share::from_percent(text);
                share = Some(parsed.map_err(|error| {
                    LawRefusal::new(RefusalCode::Number, "adjust.percent", format!("{error}"))
                })?);
            }
            "ground" | "理由" => ground = Some(value.text(key)?.trim().to_owned()),
            other => {
                return Err(LawRefusal::new(RefusalCode::UnknownField, format!("adjust.{other}"), "unknown")
                    .possible(["kind", "percent", "ground"]));
            }
        }
    }
    let missing = |field: &str| LawRefusal::new(RefusalCode::Missing, field, "this is needed");
    let kind = kind.ok_or_else(|| missing("adjust.kind"))?;
    let ground = ground.filter(|ground| !ground.is_empty()).ok_or_else(|| missing("adjust.ground"))?;
    Ok(AdjustmentGiven { kind, share, ground })
}

fn adjustment_kind(text: &str) -> Result<AdjustmentKind, LawRefusal> {
    Ok(match text.trim() {
        "heavier" | "从重" => AdjustmentKind::Heavier,
        "lighter" | "从轻" => AdjustmentKind::Lighter,
        "mitigated" | "减轻" => AdjustmentKind::Mitigated,
        "apology" | "公开道歉" => AdjustmentKind::Apology,
        other => {
            let message = format!("{other:?} is no adjustment");
            return Err(LawRefusal::new(RefusalCode::UnknownOption, "adjust.kind", message).possible([
                "heavier",
                "lighter",
                "mitigated",
                "apology",
            ]));
        }
    })
}
