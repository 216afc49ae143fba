use model::Timestamp;
use serde::Serialize;

use crate::DocumentError;

/// What is written, in the order of reading.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Document {
    /// How it looks.
    pub form: Form,
    /// Who issues it (发文机关), over the title; empty for none.
    pub issuer: String,
    /// Its title.
    pub title: String,
    /// Its number (文号), where it has one.
    pub number: Option<String>,
    /// When it was made.
    #[serde(skip)]
    pub made: Timestamp,
    /// What nobody may overlook, on every page: that figures are illustrative, or a source is unverified.
    pub warnings: Vec<String>,
    /// The text.
    pub blocks: Vec<Block>,
    /// A small line at the foot of every page, such as what it was made from; empty for none.
    pub foot: String,
}

/// How a document looks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Form {
    /// As official documents: A4 with a text area of 156 mm by 225 mm, text of 16 points (三号), the title of 22 (二号);
    /// GB/T 9704-2012 §5.2 and §7.
    Official,
    /// As a report: text of 10.5 points (五号), more on a page.
    Report,
}

/// A part of the text.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Block {
    /// A heading within the text.
    Heading {
        /// Its words.
        text: String,
    },
    /// A paragraph, begun two characters in.
    Paragraph {
        /// Its words.
        text: String,
    },
    /// Whom it is addressed to (主送机关), or another line that begins at the edge.
    Line {
        /// Its words.
        text: String,
    },
    /// Names and what is known of each.
    Facts {
        /// In the order of reading.
        facts: Vec<Fact>,
    },
    /// Numbered items.
    Items {
        /// The words of each.
        items: Vec<String>,
    },
    /// A table.
    Table(Table),
    /// A drawing to scale.
    Sketch(Sketch),
    /// Words in a frame.
    Note {
        /// The words.
        text: String,
    },
    /// Lines at the right, under which is signed or sealed: the organ and the date.
    Signature {
        /// From above.
        lines: Vec<String>,
    },
}

/// A name and what is known of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Fact {
    /// The name.
    pub name: String,
    /// What is known.
    pub value: String,
}

/// A drawing to scale, such as a map. What lies outside of it is cut off; Word, which is edited, has its caption alone.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Sketch {
    /// How wide it is, hundredths of a millimetre.
    pub width: i32,
    /// How high.
    pub height: i32,
    /// The first one lowest.
    pub shapes: Vec<Shape>,
    /// What it shows.
    pub caption: String,
}

/// A part of a [`Sketch`]. Points are to the right and down from its upper left corner, hundredths of a millimetre.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(tag = "shape", rename_all = "snake_case")]
pub enum Shape {
    /// A pale tint; many over each other are darker.
    Area {
        /// Around it.
        points: Vec<[i32; 2]>,
    },
    /// A filled circle.
    Dot {
        /// Its middle.
        at: [i32; 2],
        /// How far it reaches.
        radius: i32,
        /// Its colour.
        tone: Tone,
    },
    /// A word.
    Label {
        /// Where it begins, above.
        at: [i32; 2],
        /// The word.
        text: String,
    },
}

/// The colours of the pages.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Tone {
    /// What is normal.
    Clear,
    /// What needs eyes.
    Attention,
    /// What is there besides.
    Faint,
}

/// Rows of cells.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Table {
    /// From the left.
    pub columns: Vec<Column>,
    /// Each with a cell for each column.
    pub rows: Vec<Vec<String>>,
}

/// A column of a table.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Column {
    /// Its head.
    pub name: String,
    /// Where its cells stand.
    pub align: Align,
    /// How wide it is beside the others, from 1 on.
    pub width: u16,
}

/// Where the words of a cell stand.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Align {
    /// Text.
    Left,
    /// Figures.
    Right,
}

impl Document {
    /// Refuses tables whose rows are not as long as their heads.
    pub(crate) fn check(&self) -> Result<(), DocumentError> {
        let tables = self.blocks.iter().filter_map(|block| match block {
            Block::Table(table) => Some(table),
            _ => None,
        });
        for Table { columns, rows } in tables {
            for (row, cells) in rows.iter().enumerate() {
                if cells.len() != columns.len() {
                    let (cells, columns) = (cells.len(), columns.len());
                    return Err(DocumentError::Cells { row: row + 1, cells, columns });
                }
            }
        }
        Ok(())
    }

    /// Without characters that have no glyph and that XML has no place for (XML 1.0 §2.2); lines may still break.
    pub(crate) fn printable(&self) -> Self {
        let mut printable = self.clone();
        for text in printable.texts_mut() {
            text.retain(|c| !c.is_control() || c == '\n');
        }
        printable
    }

    /// Everything that is written in it.
    pub(crate) fn texts_mut(&mut self) -> impl Iterator<Item = &mut String> {
        let head = [&mut self.issuer, &mut self.title, &mut self.foot].into_iter();
        let head = head.chain(&mut self.number).chain(&mut self.warnings);
        head.chain(self.blocks.iter_mut().flat_map(Block::texts_mut))
    }
}

impl Block {
    fn texts_mut(&mut self) -> Vec<&mut String> {
        match self {
            Self::Heading { text } | Self::Paragraph { text } | Self::Line { text } | Self::Note { text } => {
                vec![text]
            }
            Self::Facts { facts } => {
                facts.iter_mut().flat_map(|fact| [&mut fact.name, &mut fact.value]).collect()
            }
            Self::Items { items: texts } | Self::Signature { lines: texts } => texts.iter_mut().collect(),
            Self::Sketch(Sketch { shapes, caption, .. }) => {
                let labels = shapes.iter_mut().filter_map(|shape| match shape {
                    Shape::Label { text, .. } => Some(text),
                    Shape::Area { .. } | Shape::Dot { .. } => None,
                });
                labels.chain([caption]).collect()
            }
            Self::Table(Table { columns, rows }) => {
                columns.iter_mut().map(|column| &mut column.name).chain(rows.iter_mut().flatten()).collect()
            }
        }
    }
}
