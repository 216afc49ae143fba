use model::Money;

const DIGITS: [char; 10] = ['零', '壹', '贰', '叁', '肆', '伍', '陆', '柒', '捌', '玖'];
/// Within four digits.
const PLACES: [&str; 4] = ["仟", "佰", "拾", ""];
/// Of each four digits.
const GROUPS: [&str; 5] = ["", "万", "亿", "万亿", "亿亿"];

/// An amount in the capital numerals of documents (中文大写金额), with 人民币 before it: `人民币肆万元整`.
///
/// Source: 中国人民银行《支付结算办法》附件一《正确填写票据和结算凭证的基本规定》第一、二、四条. Where that leaves a choice, zeros
/// are written (第四条(三)), and 整 follows an amount that ends with 角 too (第二条).
pub fn capital_amount(amount: Money) -> String {
    let fen = amount.fen().unsigned_abs();
    let (yuan, jiao, cents) = (fen / 100, fen / 10 % 10, fen % 10);
    let mut text = String::from("人民币");
    if amount.fen() < 0 {
        text.push('负');
    }
    if yuan > 0 || fen == 0 {
        text.push_str(&whole(yuan));
        text.push('元');
    }
    if jiao > 0 {
        if yuan > 0 && yuan.is_multiple_of(10) {
            text.push('零');
        }
        text.push(digit(jiao));
        text.push('角');
    } else if cents > 0 && yuan > 0 {
        text.push('零');
    }
    if cents > 0 {
        text.push(digit(cents));
        text.push('分');
    } else {
        text.push('整');
    }
    text
}

fn digit(number: u64) -> char {
    DIGITS.get(number as usize % 10).copied().unwrap_or('零')
}

/// A whole number, zero as 零.
fn whole(number: u64) -> String {
    if number == 0 {
        return "零".to_owned();
    }
    let mut text = String::new();
    for (index, group) in GROUPS.iter().enumerate().rev() {
        let Some(size) = 10_000_u64.checked_pow(index as u32) else { continue };
        let four = number / size % 10_000;
        if four == 0 {
            continue;
        }
        // A zero stands between what came before and a group that does not fill its four places, or after one that
        // was left out.
        let before = number / size / 10_000;
        if before > 0 && (four < 1000 || before.is_multiple_of(10)) {
            text.push('零');
        }
        text.push_str(&within_four(four));
        text.push_str(group);
    }
    text
}

fn within_four(four: u64) -> String {
    let mut text = String::new();
    let mut is_zero_due = false;
    for (index, place) in PLACES.iter().enumerate() {
        let number = four / 10_u64.pow(3 - index as u32) % 10;
        if number == 0 {
            is_zero_due = !text.is_empty();
            continue;
        }
        if is_zero_due {
            text.push('零');
            is_zero_due = false;
        }
        text.push(digit(number));
        text.push_str(place);
    }
    text
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn of(fen: i64) -> String {
        capital_amount(Money::from_fen(fen).unwrap())
    }

    #[test]
    fn the_examples_of_the_rules_are_written_as_they_are_there() {
        // 第四条: ¥1,409.50; ¥6,007.14; ¥1,680.32; ¥107,000.53; ¥16,409.02; ¥325.04.
        assert_eq!(of(140_950), "人民币壹仟肆佰零玖元伍角整");
        assert_eq!(of(600_714), "人民币陆仟零柒元壹角肆分");
        assert_eq!(of(168_032), "人民币壹仟陆佰捌拾元零叁角贰分");
        assert_eq!(of(10_700_053), "人民币壹拾万零柒仟元零伍角叁分");
        assert_eq!(of(1_640_902), "人民币壹万陆仟肆佰零玖元零贰分");
        assert_eq!(of(32_504), "人民币叁佰贰拾伍元零肆分");
    }

    #[test]
    fn fines_are_written_without_a_zero_too_many() {
        assert_eq!(of(4_000_000), "人民币肆万元整");
        assert_eq!(of(100_000_000), "人民币壹佰万元整");
        assert_eq!(of(10_005_000_000), "人民币壹亿零伍万元整");
        assert_eq!(of(1_000_000_000_100), "人民币壹佰亿零壹元整");
        assert_eq!(of(0), "人民币零元整");
        assert_eq!(of(5), "人民币伍分");
        assert_eq!(of(20), "人民币贰角整");
    }

    /// Reads it back, place by place.
    fn read(text: &str) -> u64 {
        let (mut yuan, mut section, mut number, mut fen) = (0_u64, 0_u64, 0_u64, 0_u64);
        for c in text.trim_start_matches("人民币").chars() {
            let place = |times: u64| if number == 0 { 0 } else { number * times };
            match c {
                '拾' => section += place(10),
                '佰' => section += place(100),
                '仟' => section += place(1000),
                '万' => {
                    yuan += (section + number) * 10_000;
                    section = 0;
                }
                '亿' => {
                    yuan = (yuan + section + number) * 100_000_000;
                    section = 0;
                }
                '元' => yuan += section + number,
                '角' => fen += number * 10,
                '分' => fen += number,
                '整' => {}
                digit => {
                    number = DIGITS.iter().position(|d| *d == digit).unwrap() as u64;
                    continue;
                }
            }
            number = 0;
        }
        yuan * 100 + fen
    }

    proptest! {
        #[test]
        fn what_is_written_can_be_read_back(fen in 0_i64..100_000_000_000_000) {
            prop_assert_eq!(read(&of(fen)), fen as u64);
            prop_assert!(!of(fen).contains("零零"), "{}", of(fen));
        }

        #[test]
        fn round_amounts_too(yuan in 0_i64..100_000, zeros in 0_u32..8) {
            let fen = yuan * 10_i64.pow(zeros);
            prop_assert_eq!(read(&of(fen)), fen as u64);
        }
    }
}
