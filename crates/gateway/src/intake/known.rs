use std::sync::Arc;

use compact_str::CompactString;
use model::{Channel, DeviceProfile, Logger, Medium, Mn, Register, Source};

use crate::device::Device;
use crate::mapping::Target;

/// A logger of the register, with what every frame of it needs.
#[derive(Debug)]
pub(crate) struct KnownLogger {
    /// Which edition of the register says so.
    register: Arc<Register>,
    pub(super) logger: Logger,
    pub(super) profile: Option<DeviceProfile>,
    pub(super) device: Device,
    /// [`Device::name`].
    pub(super) name: CompactString,
    target: Option<(Source, Vec<Channel>, Medium)>,
}

impl KnownLogger {
    /// The logger of that number, if the register has it.
    pub(super) fn find(register: &Arc<Register>, mn: &Mn) -> Option<Box<Self>> {
        let logger = register.loggers.get(mn)?.clone();
        let target = target_of(register, &logger);
        let device = Device::Logger(mn.clone());
        Some(Box::new(Self {
            register: Arc::clone(register),
            profile: register.device_profiles.get(mn).cloned(),
            name: device.name(),
            device,
            target,
            logger,
        }))
    }

    /// Whether this is still what the register says of the logger that a frame names.
    pub(super) fn holds(&self, register: &Arc<Register>, named: &str) -> bool {
        Arc::ptr_eq(&self.register, register) && self.logger.mn.as_str() == named
    }

    /// What it reports for.
    pub(super) fn target(&self) -> Option<Target<'_>> {
        let (source, channels, medium) = self.target.as_ref()?;
        Some(Target { source: source.clone(), channels, medium: Some(*medium) })
    }
}

fn target_of(register: &Register, logger: &Logger) -> Option<(Source, Vec<Channel>, Medium)> {
    let target = super::target_of(register, logger)?;
    Some((target.source, target.channels.to_vec(), target.medium?))
}
