//! The law packs: built in, or from a folder of the configuration.

use std::fs;
use std::path::Path;

use anyhow::Context;
use law::{Law, OfficeHours, PackFile};

/// The packs that come with the binary.
const BUILT_IN: &[(&str, &str)] = &[
    ("law/national/calendar-2019.toml", include_str!("../../../law/national/calendar-2019.toml")),
    ("law/national/calendar-2020.toml", include_str!("../../../law/national/calendar-2020.toml")),
    ("law/national/calendar-2021.toml", include_str!("../../../law/national/calendar-2021.toml")),
    ("law/national/calendar-2022.toml", include_str!("../../../law/national/calendar-2022.toml")),
    ("law/national/calendar-2023.toml", include_str!("../../../law/national/calendar-2023.toml")),
    ("law/national/calendar-2024.toml", include_str!("../../../law/national/calendar-2024.toml")),
    ("law/national/calendar-2025.toml", include_str!("../../../law/national/calendar-2025.toml")),
    ("law/national/calendar-2026.toml", include_str!("../../../law/national/calendar-2026.toml")),
    ("law/national/aqi-2012.toml", include_str!("../../../law/national/aqi-2012.toml")),
    ("law/national/aqi-2026.toml", include_str!("../../../law/national/aqi-2026.toml")),
    ("law/national/surface-water-2002.toml", include_str!("../../../law/national/surface-water-2002.toml")),
    ("law/national/monitoring-data.toml", include_str!("../../../law/national/monitoring-data.toml")),
    ("law/national/data-marking.toml", include_str!("../../../law/national/data-marking.toml")),
    ("law/city/changsha-data-marking.toml", include_str!("../../../law/city/changsha-data-marking.toml")),
    ("law/city/changsha-draw-quota.toml", include_str!("../../../law/city/changsha-draw-quota.toml")),
    ("law/national/publication.toml", include_str!("../../../law/national/publication.toml")),
    ("law/city/changsha-visit-cap.toml", include_str!("../../../law/city/changsha-visit-cap.toml")),
    ("law/city/changsha-positive-list.toml", include_str!("../../../law/city/changsha-positive-list.toml")),
    ("law/city/changsha-alarm-service.toml", include_str!("../../../law/city/changsha-alarm-service.toml")),
    ("law/province/guangdong-2021.toml", include_str!("../../../law/province/guangdong-2021.toml")),
    ("law/national/penalties-2020.toml", include_str!("../../../law/national/penalties-2020.toml")),
    ("law/national/eco-code-2026.toml", include_str!("../../../law/national/eco-code-2026.toml")),
    ("law/national/mee-2019.toml", include_str!("../../../law/national/mee-2019.toml")),
    ("law/province/hunan-2021.toml", include_str!("../../../law/province/hunan-2021.toml")),
    (
        "law/city/changsha-discretion-demo.toml",
        include_str!("../../../law/city/changsha-discretion-demo.toml"),
    ),
    ("law/national/procedure.toml", include_str!("../../../law/national/procedure.toml")),
    ("law/national/exemption.toml", include_str!("../../../law/national/exemption.toml")),
    ("law/national/case-rules.toml", include_str!("../../../law/national/case-rules.toml")),
];

/// Reads the packs of `folder` (all `.toml` files below it), or the built-in ones.
///
/// # Errors
/// If a file cannot be read, or any pack has a mistake; all mistakes are told with file and line.
pub(crate) fn load(folder: Option<&Path>, office_hours: OfficeHours) -> anyhow::Result<Law> {
    let texts = texts(folder)?;
    let files: Vec<PackFile<'_>> = texts.iter().map(|(name, text)| PackFile { name, text }).collect();
    Ok(Law::load(&files, office_hours)?)
}

/// The packs of `folder` (all `.toml` files below it, or one such file), or the built-in ones: name and text.
///
/// # Errors
/// If a file cannot be read.
pub(crate) fn texts(folder: Option<&Path>) -> anyhow::Result<Vec<(String, String)>> {
    let Some(folder) = folder else {
        let owned = |(name, text): &(&str, &str)| ((*name).to_owned(), (*text).to_owned());
        return Ok(BUILT_IN.iter().map(owned).collect());
    };
    let mut texts = Vec::new();
    if folder.is_file() {
        let text = fs::read_to_string(folder).with_context(|| format!("cannot read {}", folder.display()))?;
        texts.push((folder.display().to_string(), text));
    } else {
        collect(folder, &mut texts)?;
        texts.sort();
    }
    Ok(texts)
}

fn collect(folder: &Path, texts: &mut Vec<(String, String)>) -> anyhow::Result<()> {
    let reading = || format!("cannot read the packs in {}", folder.display());
    for entry in fs::read_dir(folder).with_context(reading)? {
        let path = entry.with_context(reading)?.path();
        if path.is_dir() {
            collect(&path, texts)?;
        } else if path.extension().is_some_and(|extension| extension == "toml") {
            let text =
                fs::read_to_string(&path).with_context(|| format!("cannot read {}", path.display()))?;
            texts.push((path.display().to_string(), text));
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_built_in_packs_have_no_mistake() {
        let law = load(None, OfficeHours::default()).unwrap();
        assert_eq!(law.packs().len(), BUILT_IN.len());
    }

    #[test]
    fn a_folder_replaces_the_built_in_packs_and_its_mistakes_are_told() {
        let folder = tempfile::tempdir().unwrap();
        assert!(load(Some(folder.path()), OfficeHours::default()).unwrap().packs().is_empty());
        fs::write(folder.path().join("bad.toml"), "nonsense = 3\n").unwrap();
        let error = format!("{:#}", load(Some(folder.path()), OfficeHours::default()).unwrap_err());
        assert!(error.contains("bad.toml:1"), "{error}");
    }
}
