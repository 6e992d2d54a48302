//! What a page loads.
//!
//! As Leptos' `Resource`, which is used here for one type only: all that it does to load, to wait
//! and to load anew is otherwise compiled, and downloaded, once for each type there is.

use codee::{Decoder, Encoder};
use leptos::prelude::*;
use model::wire::from_json;
use serde::{Serialize, de::DeserializeOwned};
use std::{any::Any, convert::Infallible, marker::PhantomData, pin::Pin, sync::Arc};

/// What is loaded, and loaded anew when what it depends on changes.
pub struct Load<T> {
    held: Resource<Held, AsJson>,
    of: PhantomData<fn() -> T>,
}

impl<T> Copy for Load<T> {}

impl<T> Clone for Load<T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T> Load<T>
where
    T: Clone + Serialize + DeserializeOwned + Send + Sync + 'static,
{
    /// Loads with what `source` gives.
    pub fn new<S, F>(
        source: impl Fn() -> S + Send + Sync + 'static,
        fetch: impl Fn(S) -> F + Send + Sync + 'static,
    ) -> Self
    where
        S: PartialEq + Clone + Send + Sync + 'static,
        F: Future<Output = T> + Send + 'static,
    {
        let source = move || -> Arc<dyn Source> { Arc::new(source()) };
        let fetch = move |source: Arc<dyn Source>| -> Pin<Box<dyn Future<Output = Held> + Send>> {
            let source: &dyn Any = &*source;
            // It is what `source` gave.
            let loading = source.downcast_ref::<S>().cloned().map(&fetch);
            Box::pin(async move {
                match loading {
                    Some(loading) => Held::of(loading.await),
                    None => std::future::pending().await,
                }
            })
        };
        Self {
            held: resource(Box::new(source), Box::new(fetch)),
            of: PhantomData,
        }
    }

    /// What was loaded, once it was.
    pub fn get(self) -> Option<T> {
        self.held.get().map(|held| held.value())
    }

    /// Loads anew.
    pub fn refetch(self) {
        self.held.refetch();
    }
}

impl<T> IntoFuture for Load<T>
where
    T: Clone + Serialize + DeserializeOwned + Send + Sync + 'static,
{
    type Output = T;
    type IntoFuture = Pin<Box<dyn Future<Output = T> + Send>>;

    fn into_future(self) -> Self::IntoFuture {
        let held = self.held.into_future();
        Box::pin(async move { held.await.value() })
    }
}

type Fetch = dyn Fn(Arc<dyn Source>) -> Pin<Box<dyn Future<Output = Held> + Send>> + Send + Sync;

fn resource(
    source: Box<dyn Fn() -> Arc<dyn Source> + Send + Sync>,
    fetch: Box<Fetch>,
) -> Resource<Held, AsJson> {
    Resource::new_with_options(
        move || Same(source()),
        move |same: Same| fetch(same.0),
        false,
    )
}

/// What a load depends on.
trait Source: Any + Send + Sync {
    fn is(&self, other: &dyn Any) -> bool;
}

impl<S: PartialEq + Send + Sync + 'static> Source for S {
    fn is(&self, other: &dyn Any) -> bool {
        other.downcast_ref::<S>().is_some_and(|other| self == other)
    }
}

#[derive(Clone)]
struct Same(Arc<dyn Source>);

impl PartialEq for Same {
    fn eq(&self, other: &Self) -> bool {
        let other: &dyn Any = &*other.0;
        self.0.is(other)
    }
}

/// What was loaded, of whatever type.
#[derive(Clone)]
enum Held {
    /// Here, and how it is written for the browser.
    Value(Arc<dyn Any + Send + Sync>, fn(&dyn Any) -> String),
    /// As the server wrote it into the page.
    Written(Arc<str>),
}

impl Held {
    fn of<T: Serialize + Send + Sync + 'static>(value: T) -> Self {
        Self::Value(Arc::new(value), written::<T>)
    }

    // Not a second time where it is read.
    #[inline(never)]
    fn value<T: Clone + DeserializeOwned + 'static>(&self) -> T {
        let value = match self {
            Self::Value(value, _) => value.downcast_ref::<T>().cloned(),
            Self::Written(text) => from_json(text.as_bytes()).ok(),
        };
        value.expect("what was loaded is what was asked for, and the page of this version")
    }
}

fn written<T: Serialize + 'static>(value: &dyn Any) -> String {
    let value = value.downcast_ref::<T>();
    value.map(crate::server::written).unwrap_or_default()
}

struct AsJson;

impl Encoder<Held> for AsJson {
    type Error = Infallible;
    type Encoded = String;

    fn encode(held: &Held) -> Result<String, Infallible> {
        Ok(match held {
            Held::Value(value, written) => written(&**value),
            Held::Written(text) => text.to_string(),
        })
    }
}

impl Decoder<Held> for AsJson {
    type Error = Infallible;
    type Encoded = str;

    fn decode(text: &str) -> Result<Held, Infallible> {
        Ok(Held::Written(text.into()))
    }
}
