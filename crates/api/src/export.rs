//! Lists as files: CSV for machines and old habits, XLSX for everybody else.

use axum::http::{HeaderMap, HeaderValue, header};
use axum::response::{IntoResponse, Response};
use serde::Deserialize;
use utoipa::ToSchema;

use crate::error::ApiError;

/// How a list is answered.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Format {
    Json,
    Csv,
    Xlsx,
}

const XLSX: &str = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

impl Format {
    /// The format that was asked for: `?format=` before the `Accept` header.
    pub(crate) fn of(asked: Option<Format>, headers: &HeaderMap) -> Format {
        let accept = headers.get(header::ACCEPT).and_then(|value| value.to_str().ok()).unwrap_or("");
        match asked {
            Some(format) => format,
            None if accept.starts_with("text/csv") => Format::Csv,
            None if accept.starts_with(XLSX) => Format::Xlsx,
            None => Format::Json,
        }
    }
}

/// A cell of a sheet.
pub(crate) enum Cell {
    Text(String),
    Number(f64),
    Empty,
}

impl From<&str> for Cell {
    fn from(text: &str) -> Self {
        Cell::Text(text.to_owned())
    }
}

impl From<String> for Cell {
    fn from(text: String) -> Self {
        Cell::Text(text)
    }
}

impl From<Option<f64>> for Cell {
    fn from(number: Option<f64>) -> Self {
        number.map_or(Cell::Empty, Cell::Number)
    }
}

/// A list on its way to a file.
pub(crate) struct Sheet<'a> {
    /// The file's name without its ending, ASCII.
    pub(crate) name: &'static str,
    pub(crate) headings: Vec<&'a str>,
    pub(crate) rows: Vec<Vec<Cell>>,
}

impl Sheet<'_> {
    /// The sheet as a download.
    pub(crate) fn answer(&self, format: Format) -> Result<Response, ApiError> {
        let (bytes, media_type, ending) = match format {
            Format::Xlsx => (self.xlsx().map_err(|error| ApiError::internal(&error))?, XLSX, "xlsx"),
            Format::Csv | Format::Json => {
                (self.csv().map_err(|error| ApiError::internal(&error))?, "text/csv; charset=utf-8", "csv")
            }
        };
        let mut response = bytes.into_response();
        let headers = response.headers_mut();
        headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(media_type));
        let disposition = format!("attachment; filename=\"{}.{ending}\"", self.name);
        if let Ok(value) = HeaderValue::from_str(&disposition) {
            headers.insert(header::CONTENT_DISPOSITION, value);
        }
        Ok(response)
    }

    fn csv(&self) -> Result<Vec<u8>, csv::Error> {
        // The byte order mark makes Excel read UTF-8.
        let mut writer = csv::Writer::from_writer(vec![0xEF, 0xBB, 0xBF]);
        writer.write_record(&self.headings)?;
        for row in &self.rows {
            writer.write_record(row.iter().map(|cell| match cell {
                Cell::Text(text) => harmless(text),
                Cell::Number(number) => number.to_string(),
                Cell::Empty => String::new(),
            }))?;
        }
        writer.into_inner().map_err(|error| error.into_error().into())
    }

    fn xlsx(&self) -> Result<Vec<u8>, rust_xlsxwriter::XlsxError> {
        let mut workbook = rust_xlsxwriter::Workbook::new();
        let heading = rust_xlsxwriter::Format::new().set_bold();
        let sheet = workbook.add_worksheet();
        for (column, text) in (0u16..).zip(&self.headings) {
            sheet.write_string_with_format(0, column, *text, &heading)?;
        }
        for (row, cells) in (1u32..).zip(&self.rows) {
            for (column, cell) in (0u16..).zip(cells) {
                match cell {
                    Cell::Text(text) => sheet.write_string(row, column, text.as_str())?,
                    Cell::Number(number) => sheet.write_number(row, column, *number)?,
                    Cell::Empty => continue,
                };
            }
        }
        sheet.set_freeze_panes(1, 0)?;
        sheet.autofit();
        workbook.save_to_buffer()
    }
}

/// A text that a spreadsheet would take for a formula is written as text.
fn harmless(text: &str) -> String {
    // Full-width signs count too where Excel runs in Chinese (OWASP, CSV Injection).
    match text.starts_with(['=', '+', '-', '@', '\t', '\r', '\n', '＝', '＋', '－', '＠']) {
        true => format!("'{text}"),
        false => text.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sheet() -> Sheet<'static> {
        let rows = vec![
            vec![Cell::from("星城, \"彩印\""), Cell::Number(1.5)],
            vec![Cell::from("=1+1"), Cell::Empty],
        ];
        Sheet { name: "alarms", headings: vec!["名称", "倍数"], rows }
    }

    #[test]
    fn csv_is_quoted_marked_and_harmless() {
        let text = String::from_utf8(sheet().csv().unwrap()).unwrap();
        assert_eq!(text, "\u{feff}名称,倍数\n\"星城, \"\"彩印\"\"\",1.5\n'=1+1,\n");
    }

    #[test]
    fn every_sign_that_could_begin_a_formula_is_made_harmless() {
        for text in ["=1", "+1", "-1", "@SUM", "\t=1", "\r=1", "\n=1", "＝1", "＋1", "－1", "＠1"] {
            assert_eq!(harmless(text), format!("'{text}"));
        }
        assert_eq!(harmless("星城=1"), "星城=1");
    }

    #[test]
    fn xlsx_is_a_zip_of_some_size() {
        let bytes = sheet().xlsx().unwrap();
        assert!(bytes.starts_with(b"PK") && bytes.len() > 2000);
    }
}
