//! Tables of a set: `NAME.csv`, or `NAME.csv.gz`.

use std::fs::File;
use std::io::{BufReader, Read};
use std::path::{Path, PathBuf};

use flate2::read::MultiGzDecoder;
use model::{Timestamp, china};

use crate::TrialError;

/// A table, all of it in memory: sets are small.
#[derive(Debug)]
pub(crate) struct Table {
    file: PathBuf,
    header: Vec<String>,
    rows: Vec<csv::StringRecord>,
}

/// Whether `folder` has the table `name`.
pub(crate) fn is_there(folder: &Path, name: &str) -> bool {
    ["csv", "csv.gz"].iter().any(|ending| folder.join(format!("{name}.{ending}")).is_file())
}

/// What follows `prefix` in the names of `folder`'s tables, in order.
pub(crate) fn names(folder: &Path, prefix: &str) -> Result<Vec<String>, TrialError> {
    let listed = || -> std::io::Result<Vec<String>> {
        std::fs::read_dir(folder)?
            .map(|entry| Ok(entry?.file_name().to_string_lossy().into_owned()))
            .collect()
    };
    let files = listed().map_err(|source| TrialError::File { file: folder.to_owned(), source })?;
    let name_of = |file: &String| {
        let table = file.strip_suffix(".gz").unwrap_or(file).strip_suffix(".csv")?;
        table.strip_prefix(prefix).map(str::to_owned)
    };
    let mut names: Vec<String> = files.iter().filter_map(name_of).collect();
    names.sort();
    names.dedup();
    Ok(names)
}

impl Table {
    /// Reads the table `name`, packed or not.
    pub(crate) fn read(folder: &Path, name: &str) -> Result<Self, TrialError> {
        let file = folder.join(format!("{name}.csv"));
        let open = || -> std::io::Result<Box<dyn Read>> {
            if file.is_file() {
                return Ok(Box::new(BufReader::new(File::open(&file)?)));
            }
            let packed = File::open(folder.join(format!("{name}.csv.gz")))?;
            Ok(Box::new(MultiGzDecoder::new(BufReader::new(packed))))
        };
        let bytes = open().map_err(|source| TrialError::File { file: file.clone(), source })?;
        let mut reader = csv::Reader::from_reader(bytes);
        let row_error = |source| TrialError::Row { file: file.clone(), source };
        let header = reader.headers().map_err(row_error)?.iter().map(str::to_owned).collect();
        let rows = reader.records().collect::<Result<_, _>>().map_err(row_error)?;
        Ok(Self { file, header, rows })
    }

    /// The names of all columns, in order.
    pub(crate) fn names(&self) -> impl Iterator<Item = &str> {
        self.header.iter().map(String::as_str)
    }

    /// How many rows there are.
    pub(crate) fn len(&self) -> usize {
        self.rows.len()
    }

    /// The column `name` as text.
    pub(crate) fn texts(&self, name: &str) -> Result<impl Iterator<Item = &str>, TrialError> {
        let column = self.column(name)?;
        Ok(self.rows.iter().map(move |row| row.get(column).unwrap_or_default()))
    }

    /// The column `name` as numbers; an empty field, `NA` and `NaN` are none.
    pub(crate) fn numbers(&self, name: &str) -> Result<Vec<Option<f64>>, TrialError> {
        self.parsed(name, "number", |text| match text.trim() {
            "" | "NA" | "NaN" | "nan" => Some(None),
            text => text.parse().ok().map(|number: f64| Some(number).filter(|number| number.is_finite())),
        })
    }

    /// The column `name` as instants: a date and a time in China.
    pub(crate) fn times(&self, name: &str) -> Result<Vec<Timestamp>, TrialError> {
        self.parsed(name, "date and time", |text| text.trim().parse().ok().map(china::instant))
    }

    /// The column `name`, each field by `parse`; `wanted` is what an error says.
    pub(crate) fn parsed<T>(
        &self,
        name: &str,
        wanted: &'static str,
        parse: impl Fn(&str) -> Option<T>,
    ) -> Result<Vec<T>, TrialError> {
        let texts = self.texts(name)?.enumerate();
        let field = |(row, text): (usize, &str)| {
            parse(text).ok_or_else(|| TrialError::Field {
                file: self.file.clone(),
                line: self.line(row),
                column: name.to_owned(),
                text: text.to_owned(),
                wanted,
            })
        };
        texts.map(field).collect()
    }

    /// The error of a unit that nobody knows, in the header.
    pub(crate) fn unit_error(&self, column: &str, unit: &str) -> TrialError {
        TrialError::Field {
            file: self.file.clone(),
            line: 1,
            column: column.to_owned(),
            text: unit.to_owned(),
            wanted: "unit of concentration",
        }
    }

    /// The error of a name that `sensors.csv` has not.
    pub(crate) fn unknown_error(&self, row: usize, column: &str, text: &str) -> TrialError {
        self.not_in(row, column, text, "name of sensors.csv")
    }

    /// The error of a field that is not what is `wanted`.
    pub(crate) fn not_in(&self, row: usize, column: &str, text: &str, wanted: &'static str) -> TrialError {
        TrialError::Field {
            file: self.file.clone(),
            line: self.line(row),
            column: column.to_owned(),
            text: text.to_owned(),
            wanted,
        }
    }

    /// The line of the file in which a row begins; the header is line 1.
    fn line(&self, row: usize) -> u64 {
        self.rows.get(row).and_then(|row| row.position()).map_or(row as u64 + 2, csv::Position::line)
    }

    fn column(&self, name: &str) -> Result<usize, TrialError> {
        self.header.iter().position(|column| column == name).ok_or_else(|| TrialError::NoColumn {
            file: self.file.clone(),
            column: name.to_owned(),
            there: self.header.clone(),
        })
    }
}
