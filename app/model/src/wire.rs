//! How answers of server functions travel: as JSON, read with as little code as there can be.
//!
//! What reads a type is compiled for each type, and browsers download it. `serde_json` makes twice as
//! much: a struct may be an array there, and each error says what was expected. Here a struct is
//! an object, and what can't be read can't be read.

mod read;

use serde::{Serialize, de::DeserializeOwned};
use server_fn::{ContentType, Decodes, Encodes, Format, FormatType, codec::Post};

pub use read::Unreadable;

/// For `output` of a server function.
pub type Json = Post<JsonText>;

/// JSON, as [`Json`] carries it.
pub struct JsonText;

impl ContentType for JsonText {
    const CONTENT_TYPE: &'static str = "application/json";
}

impl FormatType for JsonText {
    const FORMAT_TYPE: Format = Format::Text;
}

impl<T: Serialize> Encodes<T> for JsonText {
    type Error = serde_json::Error;

    fn encode(value: &T) -> Result<server_fn::Bytes, serde_json::Error> {
        serde_json::to_vec(value).map(Into::into)
    }
}

impl<T: DeserializeOwned> Decodes<T> for JsonText {
    type Error = Unreadable;

    fn decode(text: server_fn::Bytes) -> Result<T, Unreadable> {
        from_json(&text)
    }
}

/// Reads what [`serde_json`] wrote.
///
/// # Errors
///
/// It is no JSON, or another type's.
pub fn from_json<T: DeserializeOwned>(text: &[u8]) -> Result<T, Unreadable> {
    let value = serde_json::from_slice(text).map_err(|_| Unreadable)?;
    T::deserialize(read::Reader(&value))
}
