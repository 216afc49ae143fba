//! Questions over many readings: what they answer, and whom they tell what.

use lake::Batch;
use model::{
    Granularity, LimitBasis, Mark, Origin, OutletId, Problems, Reading, SeriesKey, Source, Unit, Values,
    china,
};
use serde_json::{Value, json};

use crate::city::{COD, City, OUTFALL, Person, STACK, Session, VOC, start};
use crate::request::Ask;

async fn get(city: &City, session: &Session, path: &str) -> Value {
    city.ask(Ask::get(format!("/api/v1/{path}")).by(session)).await.json()
}

/// Half an hour of samples at the stack and the outfall, up to now.
async fn with_samples() -> City {
    let city = City::new();
    let from = china::plus_seconds(start(), -1800);
    let values: Vec<f64> = (0..30).map(f64::from).collect();
    let outlet = |id: &str| Source::Outlet(id.parse().unwrap());
    city.store(outlet(STACK), VOC, Unit::MilligramPerCubicMetre, from, &values).await;
    let values: Vec<f64> = (0..30).map(|n| f64::from(n) * 1000.0).collect();
    city.store(outlet(OUTFALL), COD, Unit::MilligramPerLitre, from, &values).await;
    city
}

#[tokio::test]
async fn a_summary_has_a_step_for_each_stretch_with_values() {
    let city = with_samples().await;
    let duty = city.session(Person::Duty);
    let path = format!("outlets/{STACK}/series/summary?factor={VOC}&granularity=realtime&step_s=600");
    let summary = get(&city, &duty, &path).await;
    assert_eq!((&summary["unit"], &summary["step_s"]), (&json!("mg/m³"), &json!(600)));
    let steps = summary["steps"].as_array().unwrap();
    assert_eq!(steps.len(), 3, "{steps:?}");
    let first = &steps[0];
    assert_eq!((&first["count"], &first["evidence"]), (&json!(10), &json!(10)));
    assert_eq!((&first["mean"], &first["min"], &first["max"]), (&json!(4.5), &json!(0.0), &json!(9.0)));
    for step in ["0", "59", "4294967295"] {
        let path = path.replace("step_s=600", &format!("step_s={step}"));
        let answer = city.ask(Ask::get(format!("/api/v1/{path}")).by(&duty)).await;
        assert_eq!(answer.problem(400)["code"], "bad_step");
    }
    let long = "from=2020-01-01T00:00:00Z&to=2020-12-01T00:00:00Z";
    let path = format!("/api/v1/{}&{long}", path.replace("step_s=600", "step_s=60"));
    assert_eq!(city.ask(Ask::get(path).by(&duty)).await.problem(400)["code"], "bad_step");
}

#[tokio::test]
async fn all_factors_of_an_outlet_come_in_one_answer() {
    let city = with_samples().await;
    let owner = city.session(Person::Owner);
    let readings = get(&city, &owner, &format!("outlets/{STACK}/readings?granularity=realtime")).await;
    let series = readings["series"].as_array().unwrap();
    let voc = series.iter().find(|series| series["factor"] == VOC).unwrap();
    assert_eq!(voc["points"].as_array().unwrap().len(), 30);
    let outlet = get(&city, &owner, &format!("outlets/{STACK}")).await;
    assert_eq!(series.len(), outlet["channels"].as_array().unwrap().len());
}

/// Thirty hour means of each outlet, a tenth of the limit apart, up to three times the limit.
async fn with_hour_means() -> City {
    let city = City::new();
    let register = city.services.views.register();
    let mut readings = Vec::new();
    for (outlet, factor) in [(STACK, VOC), (OUTFALL, COD)] {
        let outlet = register.outlets.get(&outlet.parse::<OutletId>().unwrap()).unwrap();
        let limit = &outlet.limits[0];
        assert_eq!((limit.factor.as_str(), limit.basis), (factor, LimitBasis::HourMean));
        readings.extend((1..=30).map(|tenth| Reading {
            series: SeriesKey { source: Source::Outlet(outlet.id.clone()), factor: limit.factor.clone() },
            granularity: Granularity::Hour,
            time: china::plus_seconds(start(), -3600 * (31 - tenth)),
            unit: limit.unit,
            values: Values { value: Some(limit.upper * tenth as f64 / 10.0), ..Values::default() },
            mark: Mark::Normal,
            problems: Problems::NONE,
            origin: Origin::Live,
            received_at: start(),
        }));
    }
    city.services.lake.append(Batch { readings, ..Batch::default() }).await.unwrap();
    city
}

#[tokio::test]
async fn exceedances_are_told_by_group_and_only_within_the_scope() {
    let city = with_hour_means().await;
    let (from, to) = (china::plus_seconds(start(), -40 * 3600), start());
    let path =
        |group: &str| format!("statistics/exceedances?granularity=hour&group={group}&from={from}&to={to}");
    let duty = city.session(Person::Duty);
    // Both enterprises are of one trade.
    for (group, groups, outlets) in
        [("outlet", 2, 1), ("enterprise", 2, 1), ("district", 2, 1), ("trade", 1, 2)]
    {
        let answer = get(&city, &duty, &path(group)).await;
        let found = answer["groups"].as_array().unwrap();
        assert_eq!(found.len(), groups, "{group}: {found:?}");
        for group in found {
            // Of the hours from 1.1 to 3 times the limit.
            assert_eq!((&group["values"], &group["outlets"]), (&json!(20 * outlets), &json!(outlets)));
            assert_eq!(group["worst"]["limit_ratio"], 3.0);
            assert_eq!(group["worst"]["time"], group["last"]);
        }
    }
    for (person, own) in [(Person::Officer, STACK), (Person::Owner, STACK), (Person::ForeignOwner, OUTFALL)] {
        let answer = get(&city, &city.session(person), &path("outlet")).await;
        let keys: Vec<_> = answer["groups"].as_array().unwrap().iter().map(|group| &group["key"]).collect();
        assert_eq!(keys, [&json!(own)], "{person:?}");
        assert_eq!(answer["limits"], 1);
    }
}
