use super::*;
use crate::wire::from_json;
use serde::{Deserialize, Serialize, de::DeserializeOwned};
use std::collections::BTreeMap;

#[derive(Debug, PartialEq, Serialize, Deserialize)]
struct Name(String);

#[derive(Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
enum Plain {
    Unit,
    One(u8),
    Two(i64, f32),
    Named { is: bool, letter: char },
}

#[derive(Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "code", rename_all = "snake_case")]
enum Tagged {
    Unit,
    Named { n: u32, of: Vec<Plain> },
}

#[derive(Debug, PartialEq, Serialize, Deserialize)]
struct Whole {
    name: Name,
    plain: Vec<Plain>,
    tagged: Vec<Tagged>,
    by_name: BTreeMap<String, Option<u64>>,
    pair: (i32, String),
    nothing: (),
    maybe: Option<Box<Whole>>,
    #[serde(default)]
    left_out: u16,
}

#[derive(Debug, PartialEq, Serialize, Deserialize)]
struct Flat {
    n: u32,
    #[serde(flatten)]
    rest: BTreeMap<String, String>,
}

fn whole(maybe: Option<Whole>) -> Whole {
    Whole {
        name: Name("\"é\u{1f600}\n".to_owned()),
        plain: vec![
            Plain::Unit,
            Plain::One(255),
            Plain::Two(i64::MIN, 0.5),
            Plain::Named {
                is: true,
                letter: 'é',
            },
        ],
        tagged: vec![
            Tagged::Unit,
            Tagged::Named {
                n: 3,
                of: vec![Plain::One(1), Plain::Two(-1, 2.0)],
            },
        ],
        by_name: [("a".to_owned(), Some(u64::MAX)), ("b".to_owned(), None)].into(),
        pair: (-7, String::new()),
        nothing: (),
        maybe: maybe.map(Box::new),
        left_out: 1,
    }
}

fn check<T: Serialize + DeserializeOwned + PartialEq + fmt::Debug>(value: T) {
    let text = serde_json::to_vec(&value).expect("it can be written");
    assert_eq!(from_json(&text), Ok(value));
}

#[test]
fn what_was_written_is_read() {
    check(whole(Some(whole(None))));
    check(Ok::<_, Tagged>(whole(None)));
    check(Err::<Whole, _>(Tagged::Unit));
    check([Some(1.5), None]);
    check(Flat {
        n: 1,
        rest: [("a".to_owned(), "b".to_owned())].into(),
    });
}

#[test]
fn what_is_left_out_or_unknown_is_read_as_serde_json_does() {
    let text = r#"{"n": 1, "left_out_too": [1, {"a": null}]}"#;
    #[derive(Debug, PartialEq, Deserialize)]
    struct Some {
        n: f64,
        maybe: Option<u8>,
    }
    let expected = Some {
        n: 1.0,
        maybe: None,
    };
    assert_eq!(from_json(text.as_bytes()), Ok(expected));
}

#[test]
fn what_does_not_fit_is_refused() {
    assert_eq!(from_json::<u8>(b"256"), Err(Unreadable));
    assert_eq!(from_json::<u32>(b"-1"), Err(Unreadable));
    assert_eq!(from_json::<(u8, u8)>(b"[1]"), Err(Unreadable));
    assert_eq!(from_json::<(u8, u8)>(b"[1, 2, 3]"), Err(Unreadable));
    assert_eq!(from_json::<Plain>(b"\"two\""), Err(Unreadable));
    assert_eq!(from_json::<Plain>(b"\"three\""), Err(Unreadable));
    assert_eq!(from_json::<Flat>(b"{}"), Err(Unreadable));
    assert_eq!(from_json::<String>(b"\"a"), Err(Unreadable));
}
