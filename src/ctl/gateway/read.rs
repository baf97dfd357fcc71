//! JSON into protobuf, by the table of a message: what golang/protobuf's `jsonpb` does.
//!
//! A field may be named as declared or in lowerCamelCase; of two, the latter counts; unknown ones
//! are passed over. The first field that cannot be read is what the whole fails with, in Go's
//! words. It must not know what a message is for.

use crate::ctl::golang;

use super::base64;
use super::json::{elements, members, only, unquote};
use super::schema::{Field, Kind, Message, Names};
use super::wire::Writer;

/// Messages within messages that are followed: more than etcd takes in a transaction, less than
/// the reader of protobuf takes.
const DEPTH_MAX: u32 = 90;

/// What etcd says of transactions that deep.
const TOO_DEEP: &str = "etcdserver: too many operations in txn request";

/// A message as protobuf, from a JSON value that was found to be one.
///
/// # Errors
/// In Go's words.
pub(super) fn message(table: &Message, json: &[u8]) -> Result<Vec<u8>, String> {
    read(table, json, 0)
}

fn read(table: &Message, json: &[u8], depth: u32) -> Result<Vec<u8>, String> {
    let mut writer = Writer::default();
    if json == b"null" {
        return Ok(writer.end());
    }
    if json.first() != Some(&b'{') {
        return Err(wrong(json, "map[string]json.RawMessage"));
    }
    if depth > DEPTH_MAX {
        return Err(TOO_DEEP.to_owned());
    }
    let given = members(json);
    let named = |name: &str| given.iter().rev().find(|(key, _)| key == name);
    for field in table.0 {
        let found = named(&camel(field.name)).or_else(|| named(field.name));
        let Some((_, raw)) = found.filter(|(_, raw)| *raw != b"null") else {
            continue;
        };
        if !field.many {
            one(&mut writer, field, raw, depth)?;
        } else if raw.first() == Some(&b'[') {
            for raw in elements(raw) {
                one(&mut writer, field, raw, depth)?;
            }
        } else {
            return Err(wrong(raw, "[]json.RawMessage"));
        }
    }
    Ok(writer.end())
}

/// `sort_order` as `sortOrder`.
fn camel(name: &str) -> String {
    let mut out = String::with_capacity(name.len());
    let mut up = false;
    for character in name.chars() {
        if character == '_' {
            up = true;
        } else if std::mem::take(&mut up) {
            out.push(character.to_ascii_uppercase());
        } else {
            out.push(character);
        }
    }
    out
}

/// One value of a field.
fn one(writer: &mut Writer, field: &Field, raw: &[u8], depth: u32) -> Result<(), String> {
    match field.kind {
        Kind::Bool => writer.number(field, u64::from(boolean(raw)?)),
        Kind::Int => writer.number(field, integer(trim(raw), "int64")?.cast_unsigned()),
        Kind::Uint => writer.number(field, natural(trim(raw), "uint64", u64::MAX)?),
        Kind::Small => writer.number(field, natural(trim(raw), "uint32", u32::MAX.into())?),
        Kind::Names(names) => writer.number(field, name(names, raw)?.cast_unsigned()),
        Kind::Text => writer.bytes(field, text(raw)?.as_bytes()),
        Kind::Bytes => writer.bytes(field, &bytes(raw)?),
        Kind::Message(table) => writer.message(field, &read(table, raw, depth + 1)?),
    }
    Ok(())
}

/// What a value is, as Go's complaint names it.
fn kind(raw: &[u8]) -> &'static str {
    match raw.first() {
        Some(b'{') => "object",
        Some(b'[') => "array",
        Some(b'"') => "string",
        Some(b't' | b'f') => "bool",
        _ => "number",
    }
}

fn wrong(raw: &[u8], wanted: &str) -> String {
    format!(
        "json: cannot unmarshal {} into Go value of type {wanted}",
        kind(raw)
    )
}

/// Where a number was wanted, one that does not fit is named.
fn wrong_number(raw: &[u8], wanted: &str) -> String {
    if kind(raw) != "number" {
        return wrong(raw, wanted);
    }
    let number = String::from_utf8_lossy(raw);
    format!("json: cannot unmarshal number {number} into Go value of type {wanted}")
}

/// Without the quotes around it, whatever is between them.
fn trim(raw: &[u8]) -> &[u8] {
    match raw {
        [b'"', inner @ .., b'"'] => inner,
        _ => raw,
    }
}

fn boolean(raw: &[u8]) -> Result<bool, String> {
    match raw {
        b"true" => Ok(true),
        b"false" | b"null" => Ok(false),
        _ => Err(wrong(raw, "bool")),
    }
}

fn integer(text: &[u8], wanted: &str) -> Result<i64, String> {
    let raw = only(text)?;
    if raw == b"null" {
        return Ok(0);
    }
    let digits = kind(raw) == "number";
    let parsed = golang::parse_int(raw, 10).ok().filter(|_| digits);
    parsed.ok_or_else(|| wrong_number(raw, wanted))
}

fn natural(text: &[u8], wanted: &str, most: u64) -> Result<u64, String> {
    let raw = only(text)?;
    if raw == b"null" {
        return Ok(0);
    }
    let digits = kind(raw) == "number";
    let parsed = golang::parse_uint(raw, 10).ok();
    let parsed = parsed.filter(|number| digits && *number <= most);
    parsed.ok_or_else(|| wrong_number(raw, wanted))
}

fn name(names: &Names, raw: &[u8]) -> Result<i64, String> {
    if let [b'"', inner @ .., b'"'] = raw {
        let place = names.values.iter().position(|it| it.as_bytes() == inner);
        let unknown = || {
            format!(
                "unknown value {} for enum {}",
                golang::quote(raw),
                names.name
            )
        };
        return place.map(|place| place as i64).ok_or_else(unknown);
    }
    let wanted = "protoreflect.EnumNumber";
    let number = integer(raw, wanted)?;
    let fits = i32::try_from(number).is_ok();
    fits.then_some(number)
        .ok_or_else(|| wrong_number(raw, wanted))
}

fn text(raw: &[u8]) -> Result<String, String> {
    match kind(raw) {
        "string" => Ok(unquote(raw)),
        _ if raw == b"null" => Ok(String::new()),
        _ => Err(wrong(raw, "string")),
    }
}

/// Base64, or an array of numbers.
fn bytes(raw: &[u8]) -> Result<Vec<u8>, String> {
    match kind(raw) {
        "string" => {
            let text = unquote(raw);
            base64::decode(text.as_bytes())
                .map_err(|at| format!("illegal base64 data at input byte {at}"))
        }
        "array" => {
            let byte = |raw| natural(raw, "uint8", 255);
            let numbers = elements(raw).into_iter().map(byte);
            numbers.map(|number| number.map(|it| it as u8)).collect()
        }
        _ if raw == b"null" => Ok(Vec::new()),
        _ => Err(wrong(raw, "[]uint8")),
    }
}

#[cfg(test)]
mod tests {
    use prost::Message as _;

    use super::super::schema;
    use super::*;
    use crate::etcd::api;

    #[test]
    fn reads_both_spellings_and_both_kinds_of_number() {
        let json = br#"{"key":"YQ==","range_end":[98,null],"sortOrder":"DESCEND","limit":"7",
            "sort_target":4,"revision":-3,"minModRevision":" 9 ","keys_only":true,"other":[{}]}"#;
        let wire = message(&schema::RANGE_REQUEST, json).expect("it is right");
        let wanted = api::RangeRequest {
            key: "a".into(),
            range_end: "b\0".into(),
            limit: 7,
            revision: -3,
            sort_order: 2,
            sort_target: 4,
            keys_only: true,
            min_mod_revision: 9,
            ..Default::default()
        };
        assert_eq!(api::RangeRequest::decode(&wire[..]), Ok(wanted));
    }

    #[test]
    fn the_last_of_many_counts() {
        let read = |json: &str| {
            let wire = message(&schema::RANGE_REQUEST, json.as_bytes()).expect(json);
            api::RangeRequest::decode(&wire[..]).expect(json)
        };
        assert_eq!(read(r#"{"limit":1,"limit":2}"#).limit, 2);
        let camel = read(r#"{"minModRevision":1,"min_mod_revision":2}"#);
        assert_eq!(camel.min_mod_revision, 1);
        assert_eq!(
            read(r#"{"min_mod_revision":2,"minModRevision":null}"#),
            read("{}")
        );
        assert_eq!(read("null"), read("{}"));
    }

    #[test]
    fn a_choice_of_zero_is_a_choice() {
        let json = br#"{"compare":[{"version":0,"target":3,"value":""},null,{"lease":0}],
            "success":[{"request_range":{}},{}]}"#;
        let wire = message(&schema::TXN_REQUEST, json).expect("it is right");
        let txn = api::TxnRequest::decode(&wire[..]).expect("it is protobuf");
        use api::compare::TargetUnion;
        let unions: Vec<_> = txn.compare.into_iter().map(|it| it.target_union).collect();
        assert_eq!(
            unions,
            [
                Some(TargetUnion::Value("".into())),
                None,
                Some(TargetUnion::Lease(0))
            ]
        );
        assert!(txn.success[0].request.is_some());
        assert!(txn.success[1].request.is_none());
    }

    #[test]
    fn complains_as_go_does() {
        let table = [
            (
                r#"{"limit":1.5}"#,
                "json: cannot unmarshal number 1.5 into Go value of type int64",
            ),
            (
                r#"{"limit":"1e3"}"#,
                "json: cannot unmarshal number 1e3 into Go value of type int64",
            ),
            (
                r#"{"limit":"+1"}"#,
                "invalid character '+' looking for beginning of value",
            ),
            (r#"{"limit":""}"#, "unexpected end of JSON input"),
            (
                r#"{"limit":[1]}"#,
                "json: cannot unmarshal array into Go value of type int64",
            ),
            (
                r#"{"key":5}"#,
                "json: cannot unmarshal number into Go value of type []uint8",
            ),
            (
                r#"{"key":[300]}"#,
                "json: cannot unmarshal number 300 into Go value of type uint8",
            ),
            (
                r#"{"key":["x"]}"#,
                "json: cannot unmarshal string into Go value of type uint8",
            ),
            (r#"{"key":"a2w"}"#, "illegal base64 data at input byte 0"),
            (
                r#"{"keys_only":1}"#,
                "json: cannot unmarshal number into Go value of type bool",
            ),
            (
                r#"{"sort_order":"none"}"#,
                r#"unknown value "\"none\"" for enum etcdserverpb.RangeRequest.SortOrder"#,
            ),
            (
                r#"{"sort_order":4294967296}"#,
                "json: cannot unmarshal number 4294967296 into Go value of type \
                 protoreflect.EnumNumber",
            ),
            (
                "[]",
                "json: cannot unmarshal array into Go value of type map[string]json.RawMessage",
            ),
            // The order of the table decides, not that of the text.
            (
                r#"{"keys_only":1,"key":true}"#,
                "json: cannot unmarshal bool into Go value of type []uint8",
            ),
        ];
        for (json, wanted) in table {
            let read = message(&schema::RANGE_REQUEST, json.as_bytes());
            assert_eq!(read, Err(wanted.to_owned()), "{json}");
        }
        let json = br#"{"success":{}}"#;
        let wanted = "json: cannot unmarshal object into Go value of type []json.RawMessage";
        assert_eq!(message(&schema::TXN_REQUEST, json), Err(wanted.to_owned()));
    }

    #[test]
    fn transactions_within_transactions_have_an_end() {
        let mut json = "{}".to_owned();
        for _ in 0..60 {
            json = format!("{{\"success\":[{{\"request_txn\":{json}}}]}}");
        }
        let read = message(&schema::TXN_REQUEST, json.as_bytes());
        assert_eq!(read, Err(TOO_DEEP.to_owned()));
    }
}
