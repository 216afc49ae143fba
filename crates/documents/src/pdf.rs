//! PDF by typst: a template that is always the same, and the document as its data.

use model::china;
use serde::Serialize;
use typst::diag::{FileError, FileResult, SourceDiagnostic};
use typst::foundations::{Bytes, Datetime, Duration, Smart};
use typst::syntax::{FileId, RootedPath, Source, VirtualPath, VirtualRoot};
use typst::text::{Font, FontBook};
use typst::utils::LazyHash;
use typst::{Library, LibraryExt as _, World};
use typst_layout::PagedDocument;
use typst_pdf::{PdfOptions, PdfStandard, PdfStandards, Timestamp};

use crate::{Document, DocumentError, Fonts};

/// Ahead of UTC, min.
const CHINA_MIN: i32 = 480;
const TEMPLATE: &str = include_str!("template.typ");

/// The document as PDF/A-2b.
///
/// # Errors
/// When a character has no glyph, a table's rows are of another length than its head, or the layout fails.
pub fn pdf(document: &Document, fonts: &Fonts) -> Result<Vec<u8>, DocumentError> {
    document.check()?;
    let mut document = document.printable();
    fonts.check(&mut document)?;
    let written = write(&document, fonts);
    // What the layout remembers for a next time holds the fonts in memory.
    typst::comemo::evict(0);
    written
}

fn write(document: &Document, fonts: &Fonts) -> Result<Vec<u8>, DocumentError> {
    let room = Room::new(document, fonts)?;
    let laid: PagedDocument = typst::compile(&room).output.map_err(|errors| told(&errors))?;
    let standards = PdfStandards::new(&[PdfStandard::A_2b])
        .map_err(|error| DocumentError::Layout(error.message().to_string()))?;
    let options = PdfOptions {
        timestamp: datetime(document.made).and_then(|made| Timestamp::new_local(made, CHINA_MIN)),
        creator: Smart::Custom(Some("Jingwei".to_owned())),
        standards,
        ..PdfOptions::default()
    };
    typst_pdf::pdf(&laid, &options).map_err(|errors| told(&errors))
}

fn told(errors: &[SourceDiagnostic]) -> DocumentError {
    let messages: Vec<&str> = errors.iter().map(|error| error.message.as_str()).collect();
    DocumentError::Layout(messages.join("; "))
}

fn datetime(at: model::Timestamp) -> Option<Datetime> {
    let at = china::civil(at);
    let small = |number: i8| u8::try_from(number).ok();
    Datetime::from_ymd_hms(
        i32::from(at.year()),
        small(at.month())?,
        small(at.day())?,
        small(at.hour())?,
        small(at.minute())?,
        small(at.second())?,
    )
}

/// What the template reads.
#[derive(Serialize)]
struct Data<'a> {
    #[serde(flatten)]
    document: &'a Document,
    text_font: &'a str,
    head_font: &'a str,
}

/// The little world of one document: a template and its data.
struct Room<'a> {
    library: LazyHash<Library>,
    fonts: &'a Fonts,
    template: Source,
    data: (FileId, Bytes),
}

impl<'a> Room<'a> {
    fn new(document: &Document, fonts: &'a Fonts) -> Result<Self, DocumentError> {
        let data = Data { document, text_font: &fonts.text, head_font: &fonts.head };
        let data = serde_json::to_vec(&data).map_err(|error| DocumentError::Layout(error.to_string()))?;
        let file = |name: &str| {
            let path = VirtualPath::new(name).map_err(|error| DocumentError::Layout(error.to_string()))?;
            Ok(RootedPath::new(VirtualRoot::Project, path).intern())
        };
        Ok(Self {
            library: LazyHash::new(Library::default()),
            fonts,
            template: Source::new(file("/document.typ")?, TEMPLATE.to_owned()),
            data: (file("/document.json")?, Bytes::new(data)),
        })
    }
}

impl World for Room<'_> {
    fn library(&self) -> &LazyHash<Library> {
        &self.library
    }

    fn book(&self) -> &LazyHash<FontBook> {
        &self.fonts.book
    }

    fn main(&self) -> FileId {
        self.template.id()
    }

    fn source(&self, id: FileId) -> FileResult<Source> {
        if id == self.template.id() { Ok(self.template.clone()) } else { Err(FileError::AccessDenied) }
    }

    fn file(&self, id: FileId) -> FileResult<Bytes> {
        if id == self.data.0 { Ok(self.data.1.clone()) } else { Err(FileError::AccessDenied) }
    }

    fn font(&self, index: usize) -> Option<Font> {
        self.fonts.fonts.get(index).cloned()
    }

    fn today(&self, _: Option<Duration>) -> Option<Datetime> {
        None
    }
}
