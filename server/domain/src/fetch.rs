//! What is fetched from elsewhere. All of it leaves by one [`Fetcher`], which keeps it off internal
//! networks (S08).

use std::{fmt, future::Future, pin::Pin};
use url::Url;

/// What is asked of another server.
#[derive(Clone, Debug)]
pub struct Request {
    /// The method.
    pub method: Method,
    /// Where.
    pub url: Url,
    /// Headers beside those that every request has.
    pub headers: Vec<(String, String)>,
    /// The body.
    pub body: Vec<u8>,
    /// How many redirects are followed; past them a redirect is [`Unfetched::TooManyRedirects`].
    /// With none, a redirect is an answer like any other.
    pub max_redirects: u8,
    /// The most bytes that an answer may have.
    pub max_bytes: usize,
}

/// A method of HTTP.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Method {
    /// Reads.
    Get,
    /// Sends.
    Post,
}

/// What another server answered.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Answer {
    /// The status.
    pub status: u16,
    /// The headers, names in lower case.
    pub headers: Vec<(String, String)>,
    /// The body.
    pub body: Vec<u8>,
}

/// Why there is no answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unfetched {
    /// Not http or https, or with a name and a password in the address.
    Malformed,
    /// An address or a port where nothing is fetched from.
    Forbidden,
    /// No address has this name.
    Unknown,
    /// Nobody answers there, or not over the encryption that was asked for.
    Unreachable,
    /// The answer is too big.
    TooBig,
    /// The answer did not come in time.
    TooSlow,
    /// It goes from redirect to redirect.
    TooManyRedirects,
}

impl fmt::Display for Unfetched {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Malformed => "the address is not one of http or https",
            Self::Forbidden => "nothing is fetched from this address",
            Self::Unknown => "the name has no address",
            Self::Unreachable => "the server can't be reached",
            Self::TooBig => "the answer is too big",
            Self::TooSlow => "the answer took too long",
            Self::TooManyRedirects => "there are too many redirects",
        })
    }
}

impl std::error::Error for Unfetched {}

/// An answer on its way.
pub type Fetching<'a> = Pin<Box<dyn Future<Output = Result<Answer, Unfetched>> + Send + 'a>>;

/// Fetches.
pub trait Fetcher: Send + Sync + fmt::Debug + 'static {
    /// Asks another server.
    fn fetch(&self, request: Request) -> Fetching<'_>;
}
