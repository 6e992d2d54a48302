//! From JSON to types.

use serde::{
    Deserializer,
    de::{
        DeserializeSeed, EnumAccess, Error, Expected, MapAccess, SeqAccess, Unexpected,
        VariantAccess, Visitor,
    },
    forward_to_deserialize_any,
};
use serde_json::{Map, Value, map};
use std::{fmt, slice};

/// What was read is no JSON, or that of another type.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("not readable")]
pub struct Unreadable;

impl Error for Unreadable {
    fn custom<T: fmt::Display>(_: T) -> Self {
        Self
    }

    fn invalid_type(_: Unexpected<'_>, _: &dyn Expected) -> Self {
        Self
    }

    fn invalid_value(_: Unexpected<'_>, _: &dyn Expected) -> Self {
        Self
    }

    fn invalid_length(_: usize, _: &dyn Expected) -> Self {
        Self
    }

    fn unknown_variant(_: &str, _: &'static [&'static str]) -> Self {
        Self
    }

    fn unknown_field(_: &str, _: &'static [&'static str]) -> Self {
        Self
    }

    fn missing_field(_: &'static str) -> Self {
        Self
    }

    fn duplicate_field(_: &'static str) -> Self {
        Self
    }
}

/// Reads a type from a value.
#[derive(Clone, Copy)]
pub struct Reader<'de>(pub &'de Value);

impl<'de> Reader<'de> {
    fn text(self) -> Result<&'de str, Unreadable> {
        self.0.as_str().ok_or(Unreadable)
    }

    fn array(self) -> Result<Items<'de>, Unreadable> {
        let items = self.0.as_array().ok_or(Unreadable)?;
        Ok(Items(items.iter()))
    }

    fn object(self) -> Result<Entries<'de>, Unreadable> {
        let entries = self.0.as_object().ok_or(Unreadable)?;
        Ok(Entries {
            rest: entries.iter(),
            value: None,
        })
    }
}

/// A number of any width: the type itself sees to it that it fits.
macro_rules! numbers {
    ($($method:ident)* : $get:ident, $visit:ident) => {$(
        fn $method<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Unreadable> {
            visitor.$visit(self.0.$get().ok_or(Unreadable)?)
        }
    )*};
}

impl<'de> Deserializer<'de> for Reader<'de> {
    type Error = Unreadable;

    numbers!(deserialize_u8 deserialize_u16 deserialize_u32 deserialize_u64: as_u64, visit_u64);
    numbers!(deserialize_i8 deserialize_i16 deserialize_i32 deserialize_i64: as_i64, visit_i64);
    numbers!(deserialize_f32 deserialize_f64: as_f64, visit_f64);
    numbers!(deserialize_bool: as_bool, visit_bool);
    numbers!(deserialize_str deserialize_string deserialize_char deserialize_identifier: as_str, visit_borrowed_str);

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Unreadable> {
        match self.0 {
            Value::Null => visitor.visit_unit(),
            Value::Bool(is) => visitor.visit_bool(*is),
            Value::Number(number) => match (number.as_u64(), number.as_i64(), number.as_f64()) {
                (Some(number), _, _) => visitor.visit_u64(number),
                (_, Some(number), _) => visitor.visit_i64(number),
                (_, _, Some(number)) => visitor.visit_f64(number),
                _ => Err(Unreadable),
            },
            Value::String(text) => visitor.visit_borrowed_str(text),
            Value::Array(_) => visitor.visit_seq(self.array()?),
            Value::Object(_) => visitor.visit_map(self.object()?),
        }
    }

    fn deserialize_ignored_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Unreadable> {
        visitor.visit_unit()
    }

    fn deserialize_unit<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Unreadable> {
        self.0.as_null().ok_or(Unreadable)?;
        visitor.visit_unit()
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Unreadable> {
        if self.0.is_null() {
            visitor.visit_none()
        } else {
            visitor.visit_some(self)
        }
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        visitor: V,
    ) -> Result<V::Value, Unreadable> {
        visitor.visit_newtype_struct(self)
    }

    fn deserialize_seq<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Unreadable> {
        visitor.visit_seq(self.array()?)
    }

    fn deserialize_tuple<V: Visitor<'de>>(
        self,
        n: usize,
        visitor: V,
    ) -> Result<V::Value, Unreadable> {
        let items = self.array()?;
        if items.0.len() == n {
            visitor.visit_seq(items)
        } else {
            Err(Unreadable)
        }
    }

    fn deserialize_map<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Unreadable> {
        visitor.visit_map(self.object()?)
    }

    fn deserialize_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        _: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Unreadable> {
        visitor.visit_map(self.object()?)
    }

    fn deserialize_enum<V: Visitor<'de>>(
        self,
        _: &'static str,
        _: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Unreadable> {
        visitor.visit_enum(variant(self.0)?)
    }

    forward_to_deserialize_any! {
        i128 u128 bytes byte_buf unit_struct tuple_struct
    }
}

/// The elements of an array.
struct Items<'de>(slice::Iter<'de, Value>);

impl<'de> SeqAccess<'de> for Items<'de> {
    type Error = Unreadable;

    fn next_element_seed<S: DeserializeSeed<'de>>(
        &mut self,
        seed: S,
    ) -> Result<Option<S::Value>, Unreadable> {
        let item = self.0.next();
        item.map(|item| seed.deserialize(Reader(item))).transpose()
    }

    fn size_hint(&self) -> Option<usize> {
        Some(self.0.len())
    }
}

/// The members of an object.
struct Entries<'de> {
    rest: map::Iter<'de>,
    value: Option<&'de Value>,
}

impl<'de> MapAccess<'de> for Entries<'de> {
    type Error = Unreadable;

    fn next_key_seed<S: DeserializeSeed<'de>>(
        &mut self,
        seed: S,
    ) -> Result<Option<S::Value>, Unreadable> {
        let Some((key, value)) = self.rest.next() else {
            return Ok(None);
        };
        self.value = Some(value);
        seed.deserialize(Name(key)).map(Some)
    }

    fn next_value_seed<S: DeserializeSeed<'de>>(
        &mut self,
        seed: S,
    ) -> Result<S::Value, Unreadable> {
        seed.deserialize(Reader(self.value.take().ok_or(Unreadable)?))
    }
}

/// The name of a member or of a variant.
struct Name<'de>(&'de str);

impl<'de> Deserializer<'de> for Name<'de> {
    type Error = Unreadable;

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Unreadable> {
        visitor.visit_borrowed_str(self.0)
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        visitor: V,
    ) -> Result<V::Value, Unreadable> {
        visitor.visit_newtype_struct(self)
    }

    fn deserialize_enum<V: Visitor<'de>>(
        self,
        _: &'static str,
        _: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Unreadable> {
        visitor.visit_enum(Variant {
            name: self.0,
            value: None,
        })
    }

    forward_to_deserialize_any! {
        bool i8 i16 i32 i64 i128 u8 u16 u32 u64 u128 f32 f64 char str string bytes byte_buf option
        unit unit_struct seq tuple tuple_struct map struct identifier ignored_any
    }
}

/// One of an enum: its name, or its name and what it holds.
struct Variant<'de> {
    name: &'de str,
    value: Option<&'de Value>,
}

fn variant(value: &Value) -> Result<Variant<'_>, Unreadable> {
    let Some(object) = value.as_object() else {
        let name = Reader(value).text()?;
        return Ok(Variant { name, value: None });
    };
    only(object)
}

fn only(object: &Map<String, Value>) -> Result<Variant<'_>, Unreadable> {
    match object.iter().next() {
        Some((name, value)) if object.len() == 1 => Ok(Variant {
            name,
            value: Some(value),
        }),
        _ => Err(Unreadable),
    }
}

impl<'de> EnumAccess<'de> for Variant<'de> {
    type Error = Unreadable;
    type Variant = Self;

    fn variant_seed<S: DeserializeSeed<'de>>(
        self,
        seed: S,
    ) -> Result<(S::Value, Self), Unreadable> {
        Ok((seed.deserialize(Name(self.name))?, self))
    }
}

impl<'de> Variant<'de> {
    fn held(&self) -> Result<Reader<'de>, Unreadable> {
        self.value.map(Reader).ok_or(Unreadable)
    }
}

impl<'de> VariantAccess<'de> for Variant<'de> {
    type Error = Unreadable;

    fn unit_variant(self) -> Result<(), Unreadable> {
        match self.value {
            None | Some(Value::Null) => Ok(()),
            Some(_) => Err(Unreadable),
        }
    }

    fn newtype_variant_seed<S: DeserializeSeed<'de>>(
        self,
        seed: S,
    ) -> Result<S::Value, Unreadable> {
        seed.deserialize(self.held()?)
    }

    fn tuple_variant<V: Visitor<'de>>(self, n: usize, visitor: V) -> Result<V::Value, Unreadable> {
        self.held()?.deserialize_tuple(n, visitor)
    }

    fn struct_variant<V: Visitor<'de>>(
        self,
        _: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Unreadable> {
        visitor.visit_map(self.held()?.object()?)
    }
}

#[cfg(test)]
mod tests;
