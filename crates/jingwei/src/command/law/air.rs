//! `jingwei law aqi` and `jingwei law water`.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::{Context, bail};
use clap::{Args, ValueEnum};
use jiff::civil::Date;
use law::{Given, Pollutant, WaterBody};
use model::{FactorCode, FactorTable, Medium};
use serde_json::{Value, json};
use stats::air::{self, Index, Standing};
use stats::{FactorMean, SectionClass, section_class};

use super::{AskArguments, output};

/// What `jingwei law aqi` takes.
#[derive(Debug, Args)]
#[command(after_long_help = "\
VALUES are means as NAME=VALUE: pm25, pm10, so2, no2, o3 in µg/m³, co in mg/m³. Of a day: means of 24 hours, for ozone
the greatest mean of eight hours; o3_1h, the greatest hour, is used where the version has no index for so much ozone in
eight hours. With --hour: means of one hour. A name may carry its averaging: so2_24h, PM2.5_24h, o3_8h.
--input FILE is one JSON object with the same names, and with date and hour, in their place.")]
pub(crate) struct AqiArguments {
    /// NAME=VALUE, as in pm25=35.
    #[arg(value_name = "NAME=VALUE")]
    values: Vec<String>,
    /// The day: which version of the index holds.
    #[arg(long)]
    date: Option<Date>,
    /// The means are of one hour.
    #[arg(long)]
    hour: bool,
    /// A JSON file with the values; `-` is standard input.
    #[arg(long, value_name = "FILE")]
    input: Option<PathBuf>,
    #[command(flatten)]
    ask: AskArguments,
}

/// What `jingwei law water` takes.
#[derive(Debug, Args)]
#[command(after_long_help = "\
VALUES are means as NAME=VALUE in the unit of the limits (mg/L; pH without a unit; coliforms per litre): pH, DO, CODMn,
COD, BOD5, NH3-N, TP, TN, Cu, Zn, F-, Se, As, Hg, Cd, Cr6, Pb, CN, 挥发酚, 石油类, LAS, S2-, 粪大肠菌群, a factor code
(w01018) or a Chinese name. --input FILE is one JSON object with the same names, and with date and body, in their place.")]
pub(crate) struct WaterArguments {
    /// NAME=VALUE, as in COD=18.
    #[arg(value_name = "NAME=VALUE")]
    values: Vec<String>,
    /// The day: which limits hold.
    #[arg(long)]
    date: Option<Date>,
    /// What the section belongs to.
    #[arg(long)]
    body: Option<Body>,
    /// A JSON file with the values; `-` is standard input.
    #[arg(long, value_name = "FILE")]
    input: Option<PathBuf>,
    #[command(flatten)]
    ask: AskArguments,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum Body {
    River,
    Lake,
}

/// A wrong value of the command line or the file: exit code 2.
fn wrong(message: &anyhow::Error) -> ExitCode {
    eprintln!("jingwei: {message:#}");
    ExitCode::from(2)
}

/// The values by name, and what else the file says.
struct Values {
    numbers: Vec<(String, f64)>,
    date: Option<Date>,
    words: BTreeMap<String, String>,
}

fn values(written: &[String], input: Option<&Path>) -> anyhow::Result<Values> {
    let mut values = Values { numbers: Vec::new(), date: None, words: BTreeMap::new() };
    for text in written {
        let (name, value) = text.split_once('=').with_context(|| format!("{text:?} is not NAME=VALUE"))?;
        values.numbers.push((name.trim().to_owned(), number(name, value)?));
    }
    let entries = match input.map(super::input).transpose()? {
        None => Vec::new(),
        Some(Given::Map(entries)) => entries,
        Some(_) => bail!("the input is no object"),
    };
    for (name, value) in entries {
        match (name.as_str(), &value) {
            ("date", Given::Text(text)) => {
                values.date = Some(text.parse().with_context(|| format!("date: {text:?} is no day"))?);
            }
            (_, Given::Number(text)) => values.numbers.push((name.clone(), number(&name, text)?)),
            ("body" | "water" | "hour", Given::Text(text)) => drop(values.words.insert(name, text.clone())),
            ("hour", Given::Flag(flag)) => drop(values.words.insert(name, flag.to_string())),
            (_, Given::Text(text)) => values.numbers.push((name.clone(), number(&name, text)?)),
            _ => bail!("{name}: expected a number"),
        }
    }
    Ok(values)
}

fn number(name: &str, text: &str) -> anyhow::Result<f64> {
    match text.trim().parse::<f64>() {
        Ok(number) if number.is_finite() && number >= 0.0 => Ok(number),
        _ => bail!("{name}: {text:?} is no figure from 0"),
    }
}

/// Answers.
pub(super) fn aqi(arguments: &AqiArguments) -> anyhow::Result<ExitCode> {
    let law = arguments.ask.law()?;
    let read = values(&arguments.values, arguments.input.as_deref()).and_then(|values| {
        let date = arguments.date.or(values.date).context("--date is needed: the version depends on it")?;
        let hour = arguments.hour || values.words.get("hour").is_some_and(|word| word == "true");
        Ok((means(&values.numbers, hour)?, date, hour))
    });
    let ((means, ozone_hour), date, hour) = match read {
        Ok(read) => read,
        Err(message) => return Ok(wrong(&message)),
    };
    let Some(rule) = law.air_quality_index(date) else {
        eprintln!("jingwei: no air quality index that a pack knows holds on {date}");
        return Ok(ExitCode::from(3));
    };
    let index =
        if hour { air::hour_index(rule, &means) } else { air::day_index_of_means(rule, &means, ozone_hour) };
    let level = index.index.and_then(|index| rule.level(index));
    let object = index_object(&index, level, rule, date);
    let name = level.map_or(String::new(), |level| format!(" {} / {}", level.name, level.name_en));
    let shown = index.index.map_or("no index".to_owned(), |index| index.to_string());
    let codes = |pollutants: &[Pollutant]| pollutants.iter().map(|p| p.code()).collect::<Vec<_>>().join(", ");
    let lines = [
        format!("AQI {shown}{name}, {}", standing(index.standing)),
        format!("primary: {}; missing: {}", codes(&index.primary), codes(&index.missing)),
        output::source_line(&rule.basis),
    ];
    output::print(arguments.ask.json, &object, &lines)?;
    Ok(ExitCode::SUCCESS)
}

type Means = (BTreeMap<Pollutant, f64>, Option<f64>);

/// The means by pollutant, and the greatest hour of ozone beside a day.
fn means(numbers: &[(String, f64)], hour: bool) -> anyhow::Result<Means> {
    let mut means = BTreeMap::new();
    let mut ozone_hour = None;
    for (name, value) in numbers {
        let bare: String =
            name.to_lowercase().chars().filter(|c| !matches!(c, '.' | '_' | '-' | ' ')).collect();
        let found = Pollutant::ALL.into_iter().find(|p| {
            bare.strip_prefix(p.code()).is_some_and(|rest| matches!(rest, "" | "1h" | "8h" | "24h"))
        });
        let Some(pollutant) = found else {
            let codes = Pollutant::ALL.map(Pollutant::code).join(", ");
            bail!("{name}: no pollutant of the index; possible: {codes}");
        };
        let averaging = bare.strip_prefix(pollutant.code()).unwrap_or_default();
        let of_day = if pollutant == Pollutant::O3 { "8h" } else { "24h" };
        let before = match (averaging, hour) {
            ("1h", false) if pollutant == Pollutant::O3 => ozone_hour.replace(*value),
            ("", _) | ("1h", true) => means.insert(pollutant, *value),
            (averaging, false) if averaging == of_day => means.insert(pollutant, *value),
            (averaging, _) => {
                let of = if hour { "an hour" } else { "a day" };
                bail!("{name}: the index of {of} takes no mean over {averaging}");
            }
        };
        if before.is_some() {
            bail!("{name}: {} was given twice", pollutant.code());
        }
    }
    Ok((means, ozone_hour))
}

fn standing(standing: Standing) -> &'static str {
    match standing {
        Standing::Published => "published",
        Standing::Provisional => "provisional",
        Standing::NotAvailable => "not_available",
        Standing::Unknown => "unknown",
        Standing::NoData => "no_data",
    }
}

fn index_object(
    index: &Index,
    level: Option<&law::AirLevel>,
    rule: &law::AirQualityIndex,
    date: Date,
) -> Value {
    let partials: Vec<Value> = index
        .partials
        .iter()
        .map(|partial| {
            json!({
                "pollutant": partial.pollutant.code(),
                "concentration": partial.concentration,
                "index": partial.index,
            })
        })
        .collect();
    json!({
        "ok": true,
        "date": date,
        "aqi": index.index,
        "standing": standing(index.standing),
        "level": level.map(|level| json!({
            "number": level.number, "name": level.name, "name_en": level.name_en, "colour": level.colour,
        })),
        "good": index.index.map(|index| index <= rule.good_up_to),
        "primary": index.primary,
        "exceeding": index.exceeding,
        "missing": index.missing,
        "partials": partials,
        "sources": [rule.basis],
        "unverified": rule.basis.unverified,
        "illustrative": rule.basis.illustrative,
    })
}

/// Answers.
pub(super) fn water(arguments: &WaterArguments) -> anyhow::Result<ExitCode> {
    let law = arguments.ask.law()?;
    let read = values(&arguments.values, arguments.input.as_deref()).and_then(|values| {
        let date = arguments.date.or(values.date).context("--date is needed: the limits depend on it")?;
        let word = values.words.get("body").or(values.words.get("water")).map(String::as_str);
        let body = match (arguments.body, word) {
            (Some(Body::River), _) | (None, None | Some("river" | "河流")) => WaterBody::River,
            (Some(Body::Lake), _) | (None, Some("lake" | "湖库")) => WaterBody::Lake,
            (None, Some(other)) => bail!("body: {other:?}; possible: river, lake"),
        };
        Ok((values.numbers, date, body))
    });
    let answer = read.and_then(|(numbers, date, body)| {
        let mut means: Vec<FactorMean> = Vec::new();
        for (name, value) in &numbers {
            let factor = factor(name)?;
            let limit = law.water_limit(&factor, body, date).or(law.water_limit(&factor, other(body), date));
            let unit =
                limit.with_context(|| format!("{name}: no limit that a pack knows holds on {date}"))?.unit;
            if means.iter().any(|mean| mean.factor == factor) {
                bail!("{name}: {factor} was given twice");
            }
            means.push(FactorMean { factor, unit, mean: *value, hours: 1 });
        }
        Ok((section_class(&law, date, body, &means), date, body))
    });
    let (class, date, body) = match answer {
        Ok(answer) => answer,
        Err(message) => return Ok(wrong(&message)),
    };
    let lines = water_lines(&class);
    output::print(arguments.ask.json, &class_object(&class, date, body), &lines)?;
    Ok(ExitCode::SUCCESS)
}

fn other(body: WaterBody) -> WaterBody {
    match body {
        WaterBody::River => WaterBody::Lake,
        WaterBody::Lake => WaterBody::River,
    }
}

/// What people write for the factors of surface water beside their codes and names.
const WATER_NAMES: &[(&str, &str)] = &[
    ("ph", "w01001"),
    ("do", "w01009"),
    ("codmn", "w01019"),
    ("cod", "w01018"),
    ("codcr", "w01018"),
    ("bod5", "w01017"),
    ("nh3-n", "w21003"),
    ("氨氮", "w21003"),
    ("tp", "w21011"),
    ("tn", "w21001"),
    ("cu", "w20122"),
    ("zn", "w20123"),
    ("f-", "w21017"),
    ("se", "w20128"),
    ("as", "w20119"),
    ("hg", "w20111"),
    ("cd", "w20115"),
    ("cr6", "w20117"),
    ("pb", "w20120"),
    ("cn", "w21016"),
    ("挥发酚", "w23002"),
    ("石油类", "w22001"),
    ("las", "w19002"),
    ("s2-", "w21019"),
    ("粪大肠菌群", "w02003"),
];

fn factor(name: &str) -> anyhow::Result<FactorCode> {
    let bare: String =
        name.split(['(', '（']).next().unwrap_or(name).trim().trim_end_matches('*').to_lowercase();
    if let Some((_, code)) = WATER_NAMES.iter().find(|(known, _)| *known == bare) {
        return Ok(code.parse()?);
    }
    let table = FactorTable::standard();
    if let Some(factor) = table.resolve(&bare, Medium::Water) {
        return Ok(factor.code.clone());
    }
    let named = table.iter().find(|factor| factor.medium == Medium::Water && factor.name == name);
    named.map(|factor| factor.code.clone()).with_context(|| {
        let known: Vec<&str> = WATER_NAMES.iter().map(|(known, _)| *known).collect();
        format!("{name}: no factor of water; possible: {}, or a factor code", known.join(", "))
    })
}

fn roman(class: law::WaterClass) -> &'static str {
    match class {
        law::WaterClass::I => "Ⅰ",
        law::WaterClass::Ii => "Ⅱ",
        law::WaterClass::Iii => "Ⅲ",
        law::WaterClass::Iv => "Ⅳ",
        law::WaterClass::V => "Ⅴ",
        law::WaterClass::WorseThanV => "劣Ⅴ",
    }
}

fn class_object(class: &SectionClass, date: Date, body: WaterBody) -> Value {
    let factors: Vec<Value> = class
        .factors
        .iter()
        .map(|factor| {
            json!({
                "factor": factor.mean.factor.as_str(),
                "mean": factor.mean.mean,
                "unit": factor.mean.unit.text(),
                "class": factor.class.map(law::WaterClass::number),
                "class_name": factor.class.map(roman),
                "assessed": factor.assessed,
                "source": factor.basis,
            })
        })
        .collect();
    let bases =
        || class.factors.iter().filter_map(|factor| factor.basis.as_ref()).chain(class.basis.as_ref());
    json!({
        "ok": true,
        "date": date,
        "body": body,
        "class": class.class.map(law::WaterClass::number),
        "class_name": class.class.map(roman),
        "good": class.is_good,
        "deciding": class.deciding.iter().map(FactorCode::as_str).collect::<Vec<_>>(),
        "assessed": class.assessed,
        "indicators": class.indicators,
        "factors": factors,
        "unverified": bases().any(|basis| basis.unverified),
        "illustrative": bases().any(|basis| basis.illustrative),
    })
}

fn water_lines(class: &SectionClass) -> Vec<String> {
    let name = |class: Option<law::WaterClass>| class.map_or("none", roman);
    let mut lines = vec![format!("class {}", name(class.class))];
    for factor in &class.factors {
        let assessed = if factor.assessed { "" } else { " (not assessed)" };
        lines.push(format!("  {} {} {}{assessed}", factor.mean.factor, factor.mean.mean, name(factor.class)));
    }
    lines
}
