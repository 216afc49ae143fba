//! Fonts for documents: those of the machine, or of a folder that the configuration names.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use api::FontSource;
use documents::{FontError, Fonts};
use fontdb::{Database, Source};

/// A font file larger than this is not read: those with all Chinese characters have 20 to 30 MB.
const LARGEST_BYTES: u64 = 64 << 20;

/// Looks for fonts each time, so that one that was installed is found without a restart.
pub(crate) fn source(folder: Option<PathBuf>) -> FontSource {
    Arc::new(move || read(folder.as_deref()))
}

fn read(folder: Option<&Path>) -> Result<Fonts, FontError> {
    let mut found = Database::new();
    match folder {
        Some(folder) => found.load_fonts_dir(folder),
        None => found.load_system_fonts(),
    }
    let wanted = files(&found, Fonts::is_wanted);
    match Fonts::new(contents(&wanted)) {
        Ok(fonts) => Ok(fonts),
        // None of those that are known by name: any other may do.
        Err(_) => Fonts::new(contents(&files(&found, |_| true))),
    }
}

/// The files of the upright fonts of families that are wanted; other weights are in files of their own.
fn files(found: &Database, is_wanted: impl Fn(&str) -> bool) -> Vec<PathBuf> {
    let wanted = found.faces().filter(|face| face.families.iter().any(|(family, _)| is_wanted(family)));
    let weights =
        wanted.filter(|face| matches!(face.weight.0, 400 | 700) && face.style == fontdb::Style::Normal);
    let path = |face: &fontdb::FaceInfo| match &face.source {
        Source::File(path) | Source::SharedFile(path, _) => Some(path.clone()),
        Source::Binary(_) => None,
    };
    let mut files: Vec<PathBuf> = weights.filter_map(path).collect();
    files.sort();
    files.dedup();
    files
}

fn contents(files: &[PathBuf]) -> impl Iterator<Item = Vec<u8>> {
    let is_small = |path: &&PathBuf| std::fs::metadata(path).is_ok_and(|file| file.len() <= LARGEST_BYTES);
    files.iter().filter(is_small).filter_map(|path| std::fs::read(path).ok())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_folder_without_fonts_says_what_is_missing() {
        let folder = tempfile::tempdir().unwrap();
        std::fs::write(folder.path().join("readme.ttf"), "no font").unwrap();
        let refused = source(Some(folder.path().to_owned()))().unwrap_err();
        assert!(refused.to_string().contains("no font with Chinese characters"), "{refused}");
    }
}
