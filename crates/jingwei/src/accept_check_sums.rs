//! Accepts by itself that a logger computes its check sum by the rule of MODBUS, where the configuration lets it.
//!
//! Without this a person accepts it on the Devices page. Only the rule of the check sum is accepted, and only as a
//! habit that the gateway has recognised: a wrong length, or a check sum by no known rule, is for a person.

use std::time::Duration;

use api::Office;
use casework::register::Command;
use gateway::{Device, Gateway};
use model::{Actor, CrcMode, DeviceProfile, Mn};
use views::Views;

/// How often is looked, of the machine's time.
const EVERY: Duration = Duration::from_secs(5);

/// What it works with.
pub(crate) struct CheckSums {
    pub(crate) gateway: Gateway,
    pub(crate) views: Views,
    pub(crate) office: Office,
}

impl CheckSums {
    /// Accepts, for ever.
    pub(crate) async fn run(self) {
        let mut round = tokio::time::interval(EVERY);
        loop {
            round.tick().await;
            for mn in self.views.register().loggers.keys() {
                if let Some(profile) = self.recognised(mn) {
                    self.accept(profile).await;
                }
            }
        }
    }

    /// The profile of a logger whose frames are refused for the rule of their check sum alone.
    fn recognised(&self, mn: &Mn) -> Option<DeviceProfile> {
        let dialect = self.gateway.device(&Device::Logger(mn.clone()))?.dialect;
        let deviation = dialect.readable_as?.deviation;
        let known_rule = matches!(deviation.crc, CrcMode::Modbus | CrcMode::ModbusSwapped);
        // What a person has said of it is not overruled.
        let open = dialect.profile.is_none() && !self.views.register().device_profiles.contains_key(mn);
        (known_rule && open && deviation.length_offset == 0).then(|| DeviceProfile {
            mn: mn.clone(),
            crc: deviation.crc,
            length_offset: 0,
        })
    }

    async fn accept(&self, profile: DeviceProfile) {
        let (office, mn, crc) = (self.office.clone(), profile.mn.clone(), profile.crc);
        let command = Command::SetProfile { profile };
        let accepted =
            tokio::task::spawn_blocking(move || office.register(None, &Actor::system("gateway"), &command));
        match accepted.await {
            Ok(Ok(_)) => {
                tracing::info!(logger.mn = %mn, crc = crc.code(), "its check sum is accepted from now on");
            }
            Ok(Err(error)) => tracing::warn!(logger.mn = %mn, %error, "its check sum is not accepted yet"),
            Err(error) => tracing::error!(%error, "accepting a check sum ended badly"),
        }
    }
}
