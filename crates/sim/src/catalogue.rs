//! Which enterprises there are. Every one of them is invented.
//!
//! A brand is one of the characters 拟 虚 幻 喻 托 乌 (all of them words for "make-believe") and a plain
//! word, so that nobody takes a name for a real firm's. A row's number is its identity: it fixes the name,
//! the credit code and every random stream, and new rows are added at the end.

use crate::trade::{self, Trade};

/// One enterprise of the city.
pub(crate) struct Row {
    /// Its number, from 1, for ever.
    pub(crate) number: u32,
    pub(crate) trade: &'static Trade,
    /// Index into the parks.
    pub(crate) park: usize,
    /// Whether its outlets have loggers; small plants are only watched by their power meters.
    pub(crate) monitored: bool,
}

const fn row(number: u32, trade: &'static Trade, park: usize) -> Row {
    Row { number, trade, park, monitored: true }
}

const fn power_only(number: u32, trade: &'static Trade, park: usize) -> Row {
    Row { number, trade, park, monitored: false }
}

/// The colour-printing firm whose presses start while its VOC treatment stays off.
pub(crate) const STORY_PRINTER: u32 = 1;
/// The sewage plant whose effluent goes over its ammonia limit.
pub(crate) const STORY_SEWAGE: u32 = 80;
/// The drug maker whose hydrocarbon analyser breaks.
pub(crate) const STORY_FAULT: u32 = 35;
/// The car-parts maker whose logger falls silent.
pub(crate) const STORY_SILENT: u32 = 18;

/// All enterprises.
#[rustfmt::skip]
pub(crate) const ENTERPRISES: [Row; 114] = [
    row(1, &trade::COLOUR_PRINTING, 14),
    row(2, &trade::COLOUR_PRINTING, 11),
    power_only(3, &trade::COLOUR_PRINTING, 15),
    row(4, &trade::COLOUR_PRINTING, 24),
    power_only(5, &trade::COLOUR_PRINTING, 1),
    row(6, &trade::COLOUR_PRINTING, 7),
    power_only(7, &trade::COLOUR_PRINTING, 33),
    power_only(8, &trade::COLOUR_PRINTING, 5),
    row(9, &trade::COLOUR_PRINTING, 29),
    power_only(10, &trade::COLOUR_PRINTING, 16),
    row(11, &trade::FURNITURE, 23),
    power_only(12, &trade::FURNITURE, 22),
    row(13, &trade::FURNITURE, 35),
    power_only(14, &trade::FURNITURE, 16),
    power_only(15, &trade::FURNITURE, 6),
    row(16, &trade::FURNITURE, 28),
    power_only(17, &trade::FURNITURE, 32),
    row(18, &trade::AUTO_PARTS, 34),
    row(19, &trade::AUTO_PARTS, 24),
    row(20, &trade::AUTO_PARTS, 25),
    power_only(21, &trade::AUTO_PARTS, 19),
    row(22, &trade::AUTO_PARTS, 18),
    row(23, &trade::AUTO_PARTS, 33),
    row(24, &trade::AUTO_PARTS, 27),
    row(25, &trade::PAINT, 21),
    row(26, &trade::PAINT, 34),
    row(27, &trade::PAINT, 29),
    row(28, &trade::PAINT, 25),
    row(29, &trade::PAINT, 20),
    row(30, &trade::CHEMICAL, 20),
    row(31, &trade::CHEMICAL, 20),
    row(32, &trade::CHEMICAL, 32),
    row(33, &trade::CHEMICAL, 35),
    row(34, &trade::CHEMICAL, 21),
    row(35, &trade::DRUG_SYNTHESIS, 29),
    row(36, &trade::DRUG_SYNTHESIS, 31),
    row(37, &trade::DRUG_SYNTHESIS, 29),
    row(38, &trade::DRUG_SYNTHESIS, 7),
    row(39, &trade::DRUG_SYNTHESIS, 33),
    row(40, &trade::DRUG_SYNTHESIS, 14),
    row(41, &trade::FOOD, 34),
    row(42, &trade::FOOD, 33),
    row(43, &trade::FOOD, 28),
    row(44, &trade::FOOD, 2),
    row(45, &trade::FOOD, 22),
    row(46, &trade::FOOD, 16),
    row(47, &trade::BEER, 35),
    row(48, &trade::BEER, 13),
    row(49, &trade::FEED, 23),
    power_only(50, &trade::FEED, 28),
    row(51, &trade::FEED, 35),
    row(52, &trade::CIRCUIT_BOARDS, 19),
    row(53, &trade::CIRCUIT_BOARDS, 10),
    row(54, &trade::CIRCUIT_BOARDS, 25),
    row(55, &trade::CIRCUIT_BOARDS, 34),
    row(56, &trade::CIRCUIT_BOARDS, 29),
    row(57, &trade::METAL_SURFACE, 22),
    row(58, &trade::METAL_SURFACE, 18),
    row(59, &trade::METAL_SURFACE, 31),
    row(60, &trade::METAL_SURFACE, 33),
    row(61, &trade::METAL_SURFACE, 6),
    row(62, &trade::METAL_SURFACE, 26),
    row(63, &trade::CEMENT, 35),
    row(64, &trade::CEMENT, 32),
    row(65, &trade::CEMENT_PRODUCTS, 20),
    row(66, &trade::CEMENT_PRODUCTS, 28),
    power_only(67, &trade::CEMENT_PRODUCTS, 30),
    row(68, &trade::CERAMICS, 20),
    row(69, &trade::CERAMICS, 20),
    row(70, &trade::CERAMICS, 30),
    row(71, &trade::BRICKS, 28),
    row(72, &trade::BRICKS, 32),
    row(73, &trade::HEAT, 14),
    row(74, &trade::HEAT, 26),
    row(75, &trade::HEAT, 7),
    row(76, &trade::HEAT, 24),
    row(77, &trade::POWER_STATION, 20),
    row(78, &trade::INCINERATION, 23),
    row(79, &trade::INCINERATION, 30),
    row(80, &trade::SEWAGE, 22),
    row(81, &trade::SEWAGE, 12),
    row(82, &trade::SEWAGE, 8),
    row(83, &trade::SEWAGE, 4),
    row(84, &trade::SEWAGE, 18),
    row(85, &trade::SEWAGE, 0),
    row(86, &trade::SEWAGE, 27),
    row(87, &trade::SEWAGE, 26),
    row(88, &trade::SEWAGE, 30),
    row(89, &trade::SEWAGE, 33),
    row(90, &trade::SEWAGE, 35),
    row(91, &trade::HOSPITAL, 1),
    row(92, &trade::HOSPITAL, 5),
    row(93, &trade::HOSPITAL, 9),
    row(94, &trade::HOSPITAL, 12),
    row(95, &trade::HOSPITAL, 17),
    row(96, &trade::HOSPITAL, 30),
    row(97, &trade::MACHINERY, 24),
    row(98, &trade::MACHINERY, 7),
    row(99, &trade::MACHINERY, 25),
    row(100, &trade::MACHINERY, 33),
    row(101, &trade::MACHINERY, 19),
    row(102, &trade::MACHINERY, 31),
    row(103, &trade::PLASTICS, 34),
    power_only(104, &trade::PLASTICS, 15),
    row(105, &trade::PLASTICS, 26),
    power_only(106, &trade::PLASTICS, 11),
    row(107, &trade::PLASTICS, 29),
    row(108, &trade::RUBBER, 33),
    row(109, &trade::RUBBER, 21),
    row(110, &trade::RUBBER, 28),
    row(111, &trade::DYEING, 23),
    row(112, &trade::DYEING, 30),
    row(113, &trade::PAPER, 30),
    row(114, &trade::PAPER, 35),
];

const FIRST: [(&str, &str); 6] =
    [("拟", "Ni"), ("虚", "Xu"), ("幻", "Huan"), ("喻", "Yu"), ("托", "Tuo"), ("乌", "Wu")];

const SECOND: [(&str, &str); 22] = [
    ("云", "yun"),
    ("川", "chuan"),
    ("峰", "feng"),
    ("禾", "he"),
    ("岚", "lan"),
    ("泽", "ze"),
    ("林", "lin"),
    ("石", "shi"),
    ("桥", "qiao"),
    ("松", "song"),
    ("桐", "tong"),
    ("舟", "zhou"),
    ("帆", "fan"),
    ("星", "xing"),
    ("月", "yue"),
    ("雪", "xue"),
    ("霜", "shuang"),
    ("竹", "zhu"),
    ("柏", "bai"),
    ("溪", "xi"),
    ("湖", "hu"),
    ("港", "gang"),
];

/// The invented brand of a number: Chinese and pinyin. Different for the first 132 numbers.
pub(crate) fn brand(number: u32) -> (String, String) {
    let index = number as usize - 1;
    let (first, first_en) = FIRST[index % FIRST.len()];
    let (second, second_en) = SECOND[index / FIRST.len() % SECOND.len()];
    (format!("{first}{second}"), format!("{first_en}{second_en}"))
}

/// The invented brand of an object without devices, three characters. Different for the first 2,904 indexes, and from
/// every [`brand`].
pub(crate) fn long_brand(index: usize) -> String {
    let (first, _) = FIRST[index % FIRST.len()];
    let (second, _) = SECOND[index / FIRST.len() % SECOND.len()];
    let (third, _) = SECOND[index / FIRST.len() / SECOND.len() % SECOND.len()];
    format!("{first}{second}{third}")
}
