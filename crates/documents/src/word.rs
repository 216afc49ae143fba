//! Word by docx-rs, with the sizes and the order of the PDF.

use std::io::Cursor;

use docx_rs::{
    AlignmentType, BreakType, Docx, Footer, Header, LineSpacing, PageMargin, PageNum, Paragraph, Run,
    RunFonts, Shading, SpecialIndentType, TableCell, TableLayoutType, TableRow, VAlignType, WidthType,
};

use model::china;

use crate::{Align, Block, Document, DocumentError, Form, Table};

/// A millimetre, in twentieths of a point.
const MM: f64 = 56.692_9;
const RED: &str = "B3261E";
const GREY: &str = "666666";
const SHADE: &str = "EEEEEE";
const TEXT_FONT: &str = "仿宋";
const HEAD_FONT: &str = "黑体";
const LATIN_FONT: &str = "Times New Roman";
/// A4, in twentieths of a point.
const PAGE: (u32, u32) = (11_906, 16_838);

/// Sizes of a form; of type in half points, of lengths in twentieths of a point.
struct Sizes {
    text: usize,
    inside: usize,
    small: usize,
    title: usize,
    issuer: usize,
    page_number: usize,
    line: i32,
    margin: PageMargin,
    /// Between the margins.
    width: usize,
}

impl Sizes {
    fn of(form: Form) -> Self {
        let margin = |top, bottom, left, right| {
            let [top, bottom, left, right] = [top, bottom, left, right].map(twips);
            PageMargin { top, bottom, left, right, header: twips(15.0), footer: twips(12.0), gutter: 0 }
        };
        let (sides, sizes) = match form {
            // GB/T 9704-2012: 22 lines on a page of 225 mm.
            Form::Official => (
                54.0,
                Self {
                    text: 32,
                    inside: 28,
                    small: 21,
                    title: 44,
                    issuer: 60,
                    page_number: 28,
                    line: 580,
                    margin: margin(37.0, 35.0, 28.0, 26.0),
                    width: 0,
                },
            ),
            Form::Report => (
                40.0,
                Self {
                    text: 21,
                    inside: 19,
                    small: 16,
                    title: 36,
                    issuer: 18,
                    page_number: 18,
                    line: 340,
                    margin: margin(24.0, 22.0, 20.0, 20.0),
                    width: 0,
                },
            ),
        };
        Self { width: twips(210.0 - sides).unsigned_abs() as usize, ..sizes }
    }
}

fn twips(mm: f64) -> i32 {
    (mm * MM).round() as i32
}

/// The document as Word (Office Open XML), to be edited before it is signed.
///
/// # Errors
/// When a table's rows are of another length than its head, or the file cannot be written.
pub fn word(document: &Document) -> Result<Vec<u8>, DocumentError> {
    document.check()?;
    let document = &document.printable();
    let sizes = Sizes::of(document.form);
    let made = china::rfc3339(document.made);
    let fonts = RunFonts::new().ascii(LATIN_FONT).hi_ansi(LATIN_FONT).east_asia(TEXT_FONT);
    let mut word = Docx::new()
        .page_size(PAGE.0, PAGE.1)
        .page_margin(sizes.margin.clone())
        .default_fonts(fonts)
        .default_size(sizes.text)
        .default_line_spacing(LineSpacing::new().line(sizes.line))
        .created_at(&made)
        .updated_at(&made)
        .footer(footer(document, &sizes));
    if !document.warnings.is_empty() {
        let warning = run(&document.warnings.join(" · "), sizes.small).color(RED).fonts(head_fonts());
        word = word.header(Header::new().add_paragraph(Paragraph::new().add_run(warning)));
    }
    word = head(word, document, &sizes);
    for block in &document.blocks {
        word = put(word, block, &sizes);
    }
    let mut bytes = Vec::new();
    word.build().pack(Cursor::new(&mut bytes)).map_err(|error| DocumentError::Word(error.to_string()))?;
    Ok(bytes)
}

fn head(word: Docx, document: &Document, sizes: &Sizes) -> Docx {
    let is_official = document.form == Form::Official;
    let place = |paragraph: Paragraph| {
        if is_official { paragraph.align(AlignmentType::Center) } else { paragraph }
    };
    let issuer = || {
        let run = run(&document.issuer, sizes.issuer).fonts(head_fonts());
        let run = if is_official { run.bold().color(RED) } else { run.color(GREY) };
        place(Paragraph::new().add_run(run))
    };
    let title = run(&document.title, sizes.title).bold().fonts(head_fonts());
    let title =
        place(Paragraph::new().add_run(title).line_spacing(LineSpacing::new().before(240).after(240)));
    let number = document.number.as_ref().map(|number| {
        let run =
            if is_official { run(number, sizes.text) } else { run(number, sizes.small + 2).color(GREY) };
        place(Paragraph::new().add_run(run))
    });
    let issuer = (!document.issuer.is_empty()).then(issuer);
    // The number of an official document stands over its title.
    let parts = if is_official { [issuer, number, Some(title)] } else { [issuer, Some(title), number] };
    parts.into_iter().flatten().fold(word, Docx::add_paragraph)
}

fn footer(document: &Document, sizes: &Sizes) -> Footer {
    let number = Paragraph::new()
        .align(AlignmentType::Center)
        .add_run(run("— ", sizes.page_number))
        .add_page_num(PageNum::new())
        .add_run(run(" —", sizes.page_number));
    let foot = (!document.foot.is_empty()).then(|| {
        let run = run(&document.foot, 15).color(GREY);
        Paragraph::new().align(AlignmentType::Center).add_run(run)
    });
    foot.into_iter().fold(Footer::new().add_paragraph(number), Footer::add_paragraph)
}

fn put(word: Docx, block: &Block, sizes: &Sizes) -> Docx {
    match block {
        Block::Heading { text } => {
            let run = run(text, sizes.text).bold().fonts(head_fonts());
            let spacing = LineSpacing::new().before(200).after(120);
            word.add_paragraph(Paragraph::new().add_run(run).keep_next(true).line_spacing(spacing))
        }
        Block::Paragraph { text } => word.add_paragraph(indented(text, sizes)),
        Block::Line { text } => word.add_paragraph(Paragraph::new().add_run(run(text, sizes.text))),
        Block::Facts { facts } => {
            let rows = facts.iter().map(|fact| {
                let name = cell(run(&fact.name, sizes.inside).color(GREY), Align::Left);
                TableRow::new(vec![name, cell(run(&fact.value, sizes.inside), Align::Left)])
            });
            let widths = [sizes.width * 3 / 10, sizes.width * 7 / 10];
            let table = docx_rs::Table::without_borders(rows.collect());
            word.add_table(sized(table, &widths)).add_paragraph(Paragraph::new())
        }
        Block::Items { items } => items.iter().enumerate().fold(word, |word, (index, item)| {
            word.add_paragraph(indented(&format!("{}. {item}", index + 1), sizes))
        }),
        Block::Table(table) => word.add_table(rows(table, sizes)).add_paragraph(Paragraph::new()),
        Block::Sketch(sketch) => {
            word.add_paragraph(indented(&format!("{}（图见PDF）", sketch.caption), sizes))
        }
        Block::Note { text } => {
            let framed =
                docx_rs::Table::new(vec![TableRow::new(vec![cell(run(text, sizes.inside), Align::Left)])]);
            word.add_table(sized(framed, &[sizes.width])).add_paragraph(Paragraph::new())
        }
        Block::Signature { lines } => {
            lines.iter().fold(word.add_paragraph(Paragraph::new()), |word, line| {
                let line = Paragraph::new().add_run(run(line, sizes.text)).align(AlignmentType::Right);
                word.add_paragraph(
                    line.indent(None, None, Some(2 * 10 * sizes.text as i32), None).keep_lines(true),
                )
            })
        }
    }
}

fn rows(table: &Table, sizes: &Sizes) -> docx_rs::Table {
    let all: usize = table.columns.iter().map(|column| usize::from(column.width)).sum();
    let widths: Vec<usize> =
        table.columns.iter().map(|column| sizes.width * usize::from(column.width) / all.max(1)).collect();
    let head = table.columns.iter().map(|column| {
        let name = run(&column.name, sizes.inside - 2).fonts(head_fonts());
        cell(name, column.align).shading(Shading::new().fill(SHADE))
    });
    let body = table.rows.iter().map(|cells| {
        let cells = cells.iter().zip(&table.columns);
        TableRow::new(cells.map(|(text, column)| cell(run(text, sizes.inside), column.align)).collect())
            .cant_split()
    });
    let head = TableRow::new(head.collect()).cant_split();
    sized(docx_rs::Table::new(std::iter::once(head).chain(body).collect()), &widths)
}

fn sized(table: docx_rs::Table, widths: &[usize]) -> docx_rs::Table {
    table.set_grid(widths.to_vec()).width(widths.iter().sum(), WidthType::Dxa).layout(TableLayoutType::Fixed)
}

fn cell(run: Run, align: Align) -> TableCell {
    let align = match align {
        Align::Left => AlignmentType::Left,
        Align::Right => AlignmentType::Right,
    };
    let paragraph = Paragraph::new().add_run(run).align(align).line_spacing(LineSpacing::new().line(300));
    TableCell::new().add_paragraph(paragraph).vertical_align(VAlignType::Center)
}

/// Begun two characters in.
fn indented(text: &str, sizes: &Sizes) -> Paragraph {
    let two = 2 * 10 * sizes.text as i32;
    Paragraph::new().add_run(run(text, sizes.text)).align(AlignmentType::Both).indent(
        None,
        Some(SpecialIndentType::FirstLine(two)),
        None,
        None,
    )
}

fn run(text: &str, half_points: usize) -> Run {
    let mut lines = text.lines();
    let first = Run::new().add_text(lines.next().unwrap_or_default());
    lines.fold(first, |run, line| run.add_break(BreakType::TextWrapping).add_text(line)).size(half_points)
}

fn head_fonts() -> RunFonts {
    RunFonts::new().ascii(LATIN_FONT).hi_ansi(LATIN_FONT).east_asia(HEAD_FONT)
}
