//! What a page does by a form: a server function that is called with what the form holds.
//!
//! In place of Leptos' `ServerAction`, which reads the form into the function's arguments only to
//! write them again, by code of their own for each function. Here the form's text is sent as it
//! is, as the browser does without scripts, and one piece of code calls them all.

use leptos::{
    prelude::*,
    server_fn::{
        ContentType, Http, ServerFn, client::Client, codec::PostUrl, redirect::call_redirect_hook,
        request::ClientReq, response::ClientRes,
    },
};
use model::{
    error::{AppError, AppResult},
    wire::{Json, from_json},
};
use serde::de::DeserializeOwned;
use std::ops::Deref;

/// A server function that a [`PostForm`](super::post_form) calls, and what it answered.
pub struct Act<F: ServerFn + 'static>(Action<String, AppResult<F::Output>>);

impl<F: ServerFn + 'static> Copy for Act<F> {}

impl<F: ServerFn + 'static> Clone for Act<F> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<F: ServerFn + 'static> Deref for Act<F> {
    type Target = Action<String, AppResult<F::Output>>;

    fn deref(&self) -> &Self::Target {
        &self.0
    }
}

impl<F> Act<F>
where
    F: ServerFn<Protocol = Http<PostUrl, Json>, Error = AppError> + 'static,
    F::Client: Client<AppError>,
    F::Output: DeserializeOwned + Send + Sync + 'static,
{
    pub fn new() -> Self {
        Self(action::<F::Client, F::Output>(F::PATH))
    }
}

impl<F> Default for Act<F>
where
    F: ServerFn<Protocol = Http<PostUrl, Json>, Error = AppError> + 'static,
    F::Client: Client<AppError>,
    F::Output: DeserializeOwned + Send + Sync + 'static,
{
    fn default() -> Self {
        Self::new()
    }
}

fn action<C, T>(path: &'static str) -> Action<String, AppResult<T>>
where
    C: Client<AppError> + 'static,
    T: DeserializeOwned + Send + Sync + 'static,
{
    Action::new(move |form: &String| {
        let answer = post::<C>(path, form.clone());
        async move {
            let answer = answer.await?;
            from_json(answer.as_bytes()).map_err(|_| AppError::Internal)
        }
    })
}

/// Sends a form and gives the body of the answer; follows it where it leads.
async fn post<C: Client<AppError>>(path: &'static str, form: String) -> AppResult<String> {
    let (sent, wanted) = (PostUrl::CONTENT_TYPE, Json::CONTENT_TYPE);
    let answer = C::send(C::Request::try_new_post(path, sent, wanted, form)?).await?;
    let status = answer.status();
    let leads_to = answer.has_redirect().then(|| answer.location());
    let body = answer.try_into_string().await?;
    if status >= 400 {
        return Err(from_json(body.as_bytes()).unwrap_or(AppError::Internal));
    }
    if let Some(path) = leads_to {
        call_redirect_hook(&path);
    }
    Ok(body)
}
