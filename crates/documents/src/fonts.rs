use std::collections::BTreeSet;

use typst::foundations::Bytes;
use typst::text::{Font, FontBook, FontFlags};
use typst::utils::LazyHash;

use crate::{Document, DocumentError};

/// A character that every Chinese font has, and hardly another.
const CHINESE: char = '境';
/// Text, the best first: 仿宋 is what official documents use (GB/T 9704-2012 §5.2.3).
const TEXT_FAMILIES: [&str; 10] = [
    "FangSong_GB2312",
    "FangSong",
    "STFangsong",
    "FandolFang",
    "FandolFang R",
    "Source Han Serif SC",
    "Noto Serif CJK SC",
    "Noto Serif SC",
    "SimSun",
    "Songti SC",
];
/// Headings.
const HEAD_FAMILIES: [&str; 7] = [
    "SimHei",
    "STHeiti",
    "FandolHei",
    "Source Han Sans SC",
    "Noto Sans CJK SC",
    "Noto Sans SC",
    "PingFang SC",
];
/// So many characters are named that no font has.
const NAMED: usize = 20;

/// Why fonts do not do.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum FontError {
    /// None of them has Chinese characters.
    #[error(
        "no font with Chinese characters among {fonts}; install one (Debian: fonts-noto-cjk) or name a folder of fonts"
    )]
    NoChinese {
        /// How many fonts there were.
        fonts: usize,
    },
}

/// Fonts that a document may be written with.
pub struct Fonts {
    pub(crate) fonts: Vec<Font>,
    pub(crate) book: LazyHash<FontBook>,
    pub(crate) text: String,
    pub(crate) head: String,
}

impl std::fmt::Debug for Fonts {
    fn fmt(&self, to: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        to.debug_struct("Fonts").field("text", &self.text).field("head", &self.head).finish_non_exhaustive()
    }
}

impl Fonts {
    /// Whether a font of this family is one that documents are written with where there is a choice: others need not be
    /// read.
    pub fn is_wanted(family: &str) -> bool {
        TEXT_FAMILIES.iter().chain(&HEAD_FAMILIES).any(|wanted| wanted.eq_ignore_ascii_case(family))
    }

    /// The fonts in `files`, the contents of font files or collections. What is no font is passed over.
    ///
    /// # Errors
    /// When none of them has Chinese characters.
    pub fn new(files: impl IntoIterator<Item = Vec<u8>>) -> Result<Self, FontError> {
        let fonts: Vec<Font> = files.into_iter().flat_map(|file| Font::iter(Bytes::new(file))).collect();
        let book = FontBook::from_fonts(&fonts);
        let chinese: Vec<&Font> =
            fonts.iter().filter(|font| font.info().coverage.contains(u32::from(CHINESE))).collect();
        let found = |wanted: &[&str], serif: bool| {
            let named = wanted.iter().find(|family| book.contains_family(&family.to_lowercase()));
            let alike = || {
                let is_alike = |font: &&&Font| font.info().flags.contains(FontFlags::SERIF) == serif;
                chinese.iter().find(is_alike).or(chinese.first()).map(|font| font.info().family.clone())
            };
            named.map(|family| (*family).to_owned()).or_else(alike)
        };
        let families = (found(&TEXT_FAMILIES, true), found(&HEAD_FAMILIES, false));
        let (Some(text), Some(head), false) = (families.0, families.1, chinese.is_empty()) else {
            return Err(FontError::NoChinese { fonts: fonts.len() });
        };
        Ok(Self { book: LazyHash::new(book), fonts, text, head })
    }

    /// Refuses a document with characters that no font has.
    pub(crate) fn check(&self, document: &mut Document) -> Result<(), DocumentError> {
        let used: BTreeSet<char> =
            document.texts_mut().flat_map(|text| text.chars()).filter(|c| !c.is_whitespace()).collect();
        let is_missing =
            |c: &char| !self.fonts.iter().any(|font| font.info().coverage.contains(u32::from(*c)));
        let characters: String = used.into_iter().filter(is_missing).take(NAMED).collect();
        if characters.is_empty() { Ok(()) } else { Err(DocumentError::NoGlyph { characters }) }
    }
}
