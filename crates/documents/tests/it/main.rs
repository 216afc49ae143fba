//! Documents as they are written.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test that cannot go on has failed")]
#![allow(clippy::disallowed_methods, reason = "the fonts of the machine are files")]

mod support;

use documents::{Block, DocumentError, FontError, Fonts, Form, Shape, Sketch, Table, Tone, pdf, word};

use crate::support::{decision, fonts, pages, words_of};

#[test]
fn a_decision_is_a_pdf_of_its_words_for_archives() {
    let Some(fonts) = fonts() else { return };
    let bytes = pdf(&decision(Form::Official), &fonts).unwrap();
    let text = String::from_utf8_lossy(&bytes);
    assert!(bytes.starts_with(b"%PDF-1.7"));
    assert!(
        text.contains("pdfaid:part") && text.contains("<pdfaid:part>2</pdfaid:part>"),
        "PDF/A-2 by its metadata"
    );
    // Fonts are within, and only what is used of them.
    assert!(text.contains("FontFile") && bytes.len() < 400_000, "{} bytes", bytes.len());
}

#[test]
fn the_same_document_gives_the_same_bytes() {
    let Some(fonts) = fonts() else { return };
    let document = decision(Form::Report);
    assert_eq!(pdf(&document, &fonts).unwrap(), pdf(&document, &fonts).unwrap());
    assert_eq!(word(&document).unwrap(), word(&document).unwrap());
}

#[test]
fn word_holds_every_word_once_and_in_the_order_of_reading() {
    let document = decision(Form::Official);
    let text = words_of(&word(&document).unwrap(), "word/document.xml");
    let mut at = 0;
    for wanted in ["长沙市", "行政处罚决定书", "湘江印务", "超标倍数", "0.8", "共计", "2020年10月9日"]
    {
        let found =
            text[at..].find(wanted).unwrap_or_else(|| panic!("{wanted} is missing after byte {at}: {text}"));
        at += found + wanted.len();
    }
    assert!(!text[at..].contains("湘江印务"));
    let header = words_of(&word(&document).unwrap(), "word/header1.xml");
    assert!(header.contains("示例"), "{header}");
}

#[test]
fn what_looks_like_markup_is_text() {
    let Some(fonts) = fonts() else { return };
    let mut document = decision(Form::Report);
    let hostile = "#panic() $x$ *a* _b_ <w:p/> &amp; \u{0} \u{b} \\ ] [ // 注";
    document.title = hostile.into();
    document.blocks.push(Block::Paragraph { text: hostile.into() });
    pdf(&document, &fonts).unwrap();
    let text = words_of(&word(&document).unwrap(), "word/document.xml");
    assert!(text.contains("<w:p/> &amp;"), "{text}");
}

#[test]
fn a_sketch_is_drawn_in_pdf_and_told_in_word() {
    let mut document = decision(Form::Report);
    let far = 60_000;
    let shapes = vec![
        Shape::Area { points: vec![[0, 0], [far, -far], [far, far]] },
        Shape::Dot { at: [500, 500], radius: 200, tone: Tone::Attention },
        Shape::Label { at: [700, 500], text: "#站点[一]".into() },
    ];
    let caption = "图：一号站".to_owned();
    document.blocks.push(Block::Sketch(Sketch { width: 16_000, height: 9_000, shapes, caption }));
    let text = words_of(&word(&document).unwrap(), "word/document.xml");
    assert!(text.contains("图：一号站") && text.contains("图见PDF"), "{text}");
    let Some(fonts) = fonts() else { return };
    let drawn = pdf(&document, &fonts).unwrap();
    document.blocks.pop();
    assert!(drawn.len() > pdf(&document, &fonts).unwrap().len());
}

#[test]
fn a_character_that_no_font_has_is_named_and_no_box_is_printed() {
    let Some(fonts) = fonts() else { return };
    let mut document = decision(Form::Official);
    document.title.push('\u{1F3ED}');
    let refused = pdf(&document, &fonts).unwrap_err();
    assert_eq!(refused, DocumentError::NoGlyph { characters: "\u{1F3ED}".into() });
}

#[test]
fn without_a_chinese_font_it_is_said_what_to_install() {
    let none = Fonts::new([b"no font".to_vec()]).unwrap_err();
    assert_eq!(none, FontError::NoChinese { fonts: 0 });
    assert!(none.to_string().contains("fonts-noto-cjk"));
}

#[test]
fn a_row_of_another_length_than_the_head_is_refused_with_its_number() {
    let mut document = decision(Form::Report);
    for block in &mut document.blocks {
        if let Block::Table(Table { rows, .. }) = block {
            rows.push(vec!["一".into()]);
        }
    }
    let refused = word(&document).unwrap_err();
    assert_eq!(refused, DocumentError::Cells { row: 3, cells: 1, columns: 3 });
}

#[test]
fn a_long_table_goes_on_over_pages_with_its_head() {
    let Some(fonts) = fonts() else { return };
    let mut document = decision(Form::Report);
    for block in &mut document.blocks {
        if let Block::Table(Table { rows, .. }) = block {
            *rows = (0..300).map(|row| vec![format!("第{row}项"), "1.0".into(), "80".into()]).collect();
        }
    }
    let pages = pages(&pdf(&document, &fonts).unwrap());
    assert!((8..=14).contains(&pages), "{pages} pages");
    assert_eq!(self::pages(&pdf(&decision(Form::Report), &fonts).unwrap()), 1);
}
