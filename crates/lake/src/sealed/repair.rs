//! What is done about damaged files: they are moved aside, and new ones are made of what can still be read.

use std::sync::PoisonError;

use model::Timestamp;

use super::catalogue::{Edition, Period, SealedFile, SealedKind};
use super::seal::{Damage, Seal, WriteError, next_edition, remove_remains};
use super::sums::path_of_sums;
use super::write::{make_folders, sync_folder_of};
use crate::{Lake, LakeError};

/// What came of a damaged file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Repair {
    /// The damaged file, now `quarantine/` followed by its name with `/` as `~`; or nowhere, if it was missing.
    pub file: SealedFile,
    /// What is wrong with it.
    pub detail: String,
    /// Rows that the period had, standing and former.
    pub rows_before: u64,
    /// Rows that it has now, of what could be read and what was still in the hot store.
    pub rows_after: u64,
    /// The new files of the period; their event belongs into the ledger as for any seal.
    pub seal: Seal,
}

impl Lake {
    /// Makes new files in the place of those that are known to be damaged ([`Lake::damaged_files`]), of every
    /// page that can be read and of what the hot store has, and moves the damaged ones to `quarantine/`.
    /// Write what it gives into the ledger, then settle the seals.
    ///
    /// # Errors
    /// As [`Lake::seal`]; what was not repaired stays damaged.
    pub fn repair(&self, now: Timestamp) -> Result<Vec<Repair>, LakeError> {
        let sealed = &self.shared().sealed;
        let _act = sealed.act.lock().unwrap_or_else(PoisonError::into_inner);
        let mut repairs = Vec::new();
        for (name, detail) in sealed.damaged() {
            let catalogue = sealed.catalogue();
            let found =
                catalogue.editions().find(|edition| edition.files.iter().any(|file| file.name == name));
            let Some(edition) = found else {
                sealed.forget(&[name]);
                continue;
            };
            let Some(file) = edition.files.iter().find(|file| file.name == name) else { continue };
            self.check_room()?;
            let mut new = match edition.period {
                Period::Day(_) => self.rebuild_day(edition, now)?,
                Period::Month(_) => {
                    self.rewrite_month(&catalogue, edition.granularity, edition.period, now, Damage::Skip)?
                }
            };
            self.quarantine(&name)?;
            new.old.retain(|old| *old != name);
            self.commit_edition(&sealed.catalogue(), &new, &[])?;
            let rows = |edition: &Edition| -> u64 {
                let counted = edition.files.iter().filter(|file| file.kind != SealedKind::Rollup);
                counted.map(|file| file.rows).sum()
            };
            repairs.push(Repair {
                file: file.clone(),
                detail,
                rows_before: rows(edition),
                rows_after: rows(&new),
                seal: Seal::of(&new),
            });
        }
        Ok(repairs)
    }

    fn rebuild_day(&self, edition: &Edition, now: Timestamp) -> Result<Edition, LakeError> {
        let sealed = &self.shared().sealed;
        let catalogue = sealed.catalogue();
        let mut new = next_edition(&catalogue, edition.granularity, edition.period, now);
        remove_remains(sealed, &new);
        // With the columns for figures that are no decimals: whether they are needed is known only afterwards.
        let written = self.write_day(&catalogue, &new, true, Damage::Skip);
        new.files = written.map_err(WriteError::into_lake)?;
        self.commit_edition(&catalogue, &new, &[])?;
        Ok(new)
    }

    /// Moves a file aside; that it is gone already is what is wrong with some.
    fn quarantine(&self, name: &str) -> Result<(), LakeError> {
        let sealed = &self.shared().sealed;
        let folder = sealed.path("quarantine");
        let moved = || {
            make_folders(&folder)?;
            let path = sealed.path(name);
            for (from, to) in [
                (path.clone(), folder.join(name.replace('/', "~"))),
                (path_of_sums(&path), path_of_sums(&folder.join(name.replace('/', "~")))),
            ] {
                match std::fs::rename(&from, &to) {
                    Err(error) if error.kind() != std::io::ErrorKind::NotFound => return Err(error),
                    Ok(()) | Err(_) => {}
                }
            }
            sync_folder_of(&path)
        };
        moved().map_err(|error| LakeError::io("move a damaged file aside", error))?;
        sealed.forget(&[name.to_owned()]);
        tracing::error!(file = name, "a damaged sealed file was moved to quarantine");
        Ok(())
    }
}
