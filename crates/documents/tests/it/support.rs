use std::io::{Cursor, Read as _};

use documents::{Align, Block, Column, Document, Fact, Fonts, Form, Table};

/// The fonts of this machine; `None`, and said so, where it has no Chinese one.
pub(crate) fn fonts() -> Option<Fonts> {
    let mut found = fontdb::Database::new();
    found.load_system_fonts();
    let wanted =
        found.faces().filter(|face| face.families.iter().any(|(family, _)| Fonts::is_wanted(family)));
    let mut files: Vec<_> = wanted
        .filter_map(|face| match &face.source {
            fontdb::Source::File(path) | fontdb::Source::SharedFile(path, _) => Some(path.clone()),
            fontdb::Source::Binary(_) => None,
        })
        .collect();
    files.sort();
    files.dedup();
    let fonts = Fonts::new(files.iter().filter_map(|path| std::fs::read(path).ok()));
    fonts.map_err(|error| eprintln!("skipped: {error}")).ok()
}

pub(crate) fn decision(form: Form) -> Document {
    let fact = |name: &str, value: &str| Fact { name: name.into(), value: value.into() };
    let column = |name: &str, align, width| Column { name: name.into(), align, width };
    let row = |cells: [&str; 3]| cells.map(str::to_owned).to_vec();
    Document {
        form,
        issuer: "长沙市生态环境局".into(),
        title: "行政处罚决定书".into(),
        number: Some("长环罚〔2020〕31号".into()),
        made: "2020-10-09T08:00:00Z".parse().unwrap(),
        warnings: vec!["示例：本文书依据标明为示例的裁量规则生成".into()],
        blocks: vec![
            Block::Line { text: "当事人：长沙湘江印务有限公司".into() },
            Block::Facts {
                facts: vec![fact("统一社会信用代码", "91430100MA4L0X0X0X"), fact("法定代表人", "张某")],
            },
            Block::Heading { text: "一、环境违法事实和证据".into() },
            Block::Paragraph {
                text: "你单位于2020年8月30日02时10分至04时25分印刷生产线运行期间，配套的挥发性有机物治理设施未开启，\
                    生产线用电负荷为额定负荷的0.8倍，治理设施用电负荷为零。"
                    .into(),
            },
            Block::Heading { text: "二、裁量".into() },
            Block::Table(Table {
                columns: vec![
                    column("因素", Align::Left, 5),
                    column("分值", Align::Right, 2),
                    column("来源", Align::Left, 3),
                ],
                rows: vec![row(["超标倍数 0.8", "12", "在线监测"]), row(["持续时间", "8", "用电监控"])],
            }),
            Block::Items { items: vec!["罚款人民币共计40,000.00元。".into(), "责令改正。".into()] },
            Block::Note { text: "逾期不缴纳罚款的，每日按罚款数额的百分之三加处罚款。".into() },
            Block::Signature { lines: vec!["长沙市生态环境局".into(), "2020年10月9日".into()] },
        ],
        foot: "依据 SHA-256 9f86d081884c7d65 的卷宗".into(),
    }
}

/// The text of a part of a Word file, without tags, entities resolved.
pub(crate) fn words_of(word: &[u8], part: &str) -> String {
    let mut archive = zip::ZipArchive::new(Cursor::new(word)).unwrap();
    let mut xml = String::new();
    archive.by_name(part).unwrap().read_to_string(&mut xml).unwrap();
    let mut text = String::new();
    for piece in xml.split('<').skip(1) {
        text.push_str(piece.split_once('>').map_or("", |(_, text)| text));
    }
    text.replace("&lt;", "<").replace("&gt;", ">").replace("&quot;", "\"").replace("&amp;", "&")
}

/// How many pages a PDF has: the number that its tree of pages counts.
pub(crate) fn pages(pdf: &[u8]) -> usize {
    let text = String::from_utf8_lossy(pdf);
    let counts = text.split("/Count ").skip(1);
    let whole = |rest: &str| rest.chars().take_while(char::is_ascii_digit).collect::<String>().parse().ok();
    counts.filter_map(whole).max().unwrap_or(0)
}
