use super::*;

fn station(number: u8) -> RegisterEntry {
    let place = Place::new(113.0, 28.2).unwrap();
    RegisterEntry::Station(Station {
        id: format!("ST-{number}").parse().unwrap(),
        name: "站".into(),
        name_en: "Station".into(),
        class: StationClass::Micro,
        district: "430105".parse().unwrap(),
        place,
        channels: Vec::new(),
    })
}

fn register() -> Register {
    let mut register = Register::default();
    let center = Place::new(113.0, 28.2).unwrap();
    let district =
        District {
            code: "430105".parse().unwrap(), name: "开福区".into(), name_en: "Kaifu".into(), center
        };
    register.put(RegisterEntry::District(district)).unwrap();
    (0..4).for_each(|number| register.put(station(number)).unwrap());
    register
}

fn target(number: u8) -> LoggerTarget {
    LoggerTarget::Station(format!("ST-{number}").parse().unwrap())
}

/// Whatever loggers are put, and put again for something else, the answer is that of a look at all of them.
#[test]
fn the_logger_of_a_target_is_the_first_that_reports_for_it() {
    const PUTS: usize = 9;
    for sequence in 0..PUTS.pow(4) {
        let mut register = register();
        for step in 0..4 {
            let put = sequence / PUTS.pow(step) % PUTS;
            let mn = format!("MN-{}", put % 3).parse().unwrap();
            let logger = Logger { mn, target: target((put / 3) as u8), realtime_interval_s: 60 };
            register.put(RegisterEntry::Logger(logger)).unwrap();
            for number in 0..4 {
                let looked = register.loggers.values().find(|logger| logger.target == target(number));
                assert_eq!(register.logger_of(&target(number)), looked, "{sequence}, {step}");
            }
        }
    }
}
