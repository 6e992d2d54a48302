//! A form that calls a server function, with scripts and without.
//!
//! Without them a refused form comes back as this page with `?form=KEY`; what was typed waits
//! under that key. With them it stays where it is. A [`Field`](super::field) sees no difference.

use crate::{
    components::{act::Act, icon::Icon, load::Load},
    i18n::{t, use_i18n},
    messages::error_sentence,
    paths,
};
use leptos::{
    context::Provider,
    ev,
    form::form_data_from_event,
    prelude::*,
    server_fn::{ServerFn, codec::GetUrl},
    web_sys::UrlSearchParams,
};
use model::{
    error::{AppError, AppResult, Problem},
    file::LineError,
    form::RefusedForm,
};

/// Hands over what a refused plain form left behind.
#[server(prefix = "/api/ui", endpoint = "forms/refused", input = GetUrl, output = model::wire::Json)]
pub async fn take_refused_form(key: String) -> AppResult<Option<RefusedForm>> {
    crate::server::refused_form(&key).await
}

#[derive(Clone, Copy)]
pub struct Refused(Load<Option<RefusedForm>>);

impl Refused {
    /// To be awaited before the forms that may have been refused are built, and then provided
    /// to them. The forms do not wait for it themselves: a `Transition` within a `Suspend`
    /// takes its number when that resolves on the server, and in order in the browser, which
    /// then gives the page's resources each other's values.
    pub async fn restore(self) -> Restored {
        Restored(self.0.await)
    }
}

/// The form that was refused, if any.
#[derive(Clone)]
pub struct Restored(Option<RefusedForm>);

impl Restored {
    /// Whether it called this server function.
    pub fn is_of(&self, endpoint: &str) -> bool {
        let refused = self.0.as_ref();
        refused.is_some_and(|form| form.endpoint == endpoint)
    }
}

/// Around forms that stand outside of a [`Loaded`](super::loaded): keeps what was typed.
#[component]
pub fn Restore(children: ChildrenFn) -> impl IntoView {
    let refused = expect_context::<Refused>();
    let forms = move || {
        let children = children.clone();
        Suspend::new(async move {
            let restored = refused.restore().await;
            view! { <Provider value=restored>{children()}</Provider> }
        })
    };
    view! { <Transition>{forms}</Transition> }
}

/// To be called once, inside the router and around the pages: reads what `?form=KEY` names.
pub fn provide_refused_form() {
    let key = paths::use_query("form");
    let load = |key: String| async move {
        if key.is_empty() {
            return None;
        }
        // A form that can't be brought back is an empty form, not a broken page.
        take_refused_form(key).await.ok().flatten()
    };
    provide_context(Refused(Load::new(move || key.get(), load)));
}

/// Changes each time the act is done, and not when it is refused: what loads anew on it leaves a
/// refused form, and what was typed into it, where it is.
pub fn n_done<F>(action: Act<F>) -> Memo<usize>
where
    F: ServerFn<Error = AppError> + 'static,
    F::Output: Send + Sync + 'static,
{
    Memo::new(move |earlier: Option<&usize>| {
        let version = action.version().get();
        let is_done = action.value().with(|value| matches!(value, Some(Ok(_))));
        if is_done {
            version
        } else {
            earlier.copied().unwrap_or_default()
        }
    })
}

/// What the fields of a form need to know of it.
#[derive(Clone)]
pub struct FormState {
    endpoint: &'static str,
    refused: Option<RefusedForm>,
    failure: Signal<Option<AppError>>,
}

impl FormState {
    /// What was typed into the field before the form was refused.
    pub fn typed(&self, field: &str) -> Option<String> {
        self.refused.as_ref()?.value_of(field).map(str::to_owned)
    }

    /// What is wrong with the field.
    pub fn problem_of(&self, field: &str) -> Option<Problem> {
        self.failure
            .with(|failure| failure.as_ref()?.problem_of(field))
    }

    /// The first lines of a file that are not right, and how many there are in all.
    pub fn bad_lines(&self) -> (Vec<LineError>, u32) {
        self.failure.with(|failure| match failure {
            Some(AppError::InvalidLines { fields, lines }) => {
                let n = fields.iter().find_map(|error| match error.problem {
                    Problem::BadLines { n } => Some(n),
                    _ => None,
                });
                (lines.clone(), n.unwrap_or_default())
            }
            _ => (Vec::new(), 0),
        })
    }

    /// An id for the field: two forms of one page may have fields of one name.
    pub fn id_of(&self, field: &str) -> String {
        format!("{}-{field}", self.endpoint.replace('/', "-"))
    }
}

#[component]
pub fn PostForm<F>(
    action: Act<F>,
    #[prop(optional)] class: &'static str,
    /// What to say of an error instead of its usual sentence, if anything.
    #[prop(optional)]
    explain: Option<Callback<AppError, Option<AnyView>>>,
    children: Children,
) -> impl IntoView
where
    F: ServerFn<Error = AppError> + 'static,
    F::Output: Clone + Send + Sync + 'static,
{
    let sent = Sent {
        path: F::PATH,
        answer: Signal::derive(move || action.value().get().map(Result::err)),
        send: Callback::new(move |form| {
            action.dispatch(form);
        }),
    };
    form(sent, class, explain, children)
}

/// Of a form's act, what is the same for all of them.
#[derive(Clone, Copy)]
struct Sent {
    path: &'static str,
    /// Once it answered: the error, if any.
    answer: Signal<Option<Option<AppError>>>,
    send: Callback<String>,
}

fn form(
    sent: Sent,
    class: &'static str,
    explain: Option<Callback<AppError, Option<AnyView>>>,
    children: Children,
) -> AnyView {
    let Sent { path, answer, send } = sent;
    let here = paths::use_here();
    let endpoint = path.strip_prefix("/api/ui/").unwrap_or(path);
    let restored = use_context::<Restored>().and_then(|restored| restored.0);
    let refused = restored.filter(|form| form.endpoint == endpoint);
    let earlier = refused.as_ref().map(|form| form.error.clone());
    let failure = Signal::derive(move || answer.get().unwrap_or_else(|| earlier.clone()));
    let state = FormState {
        endpoint,
        refused,
        failure,
    };
    let on_submit = move |event: ev::SubmitEvent| {
        if !event.default_prevented() {
            event.prevent_default();
            if let Some(form) = typed_into(&event) {
                send.run(form);
            }
        }
    };
    view! {
        <form action=path method="post" class=class novalidate=true on:submit=on_submit>
            <input type="hidden" name="form_page" value=here />
            <Summary failure explain />
            <Provider value=state>{children()}</Provider>
        </form>
    }
    .into_any()
}

/// What a form holds, as a browser sends it. A form that was sent is one that can be read.
fn typed_into(event: &ev::SubmitEvent) -> Option<String> {
    let data = form_data_from_event(event).ok()?;
    let fields = UrlSearchParams::new_with_str_sequence_sequence(&data).ok()?;
    fields.to_string().as_string()
}

/// Why the form was refused, above it, where the focus goes.
#[component]
fn Summary(
    failure: Signal<Option<AppError>>,
    explain: Option<Callback<AppError, Option<AnyView>>>,
) -> impl IntoView {
    let i18n = use_i18n();
    let summary = NodeRef::<leptos::html::Div>::new();
    Effect::new(move || {
        if failure.with(Option::is_some)
            && let Some(summary) = summary.get()
        {
            // An element that can't take the focus is still read out, being an alert.
            let _ = summary.focus();
        }
    });
    move || {
        failure.get().map(|error| {
            let own = explain.and_then(|explain| explain.run(error.clone()));
            let is_signed_out = error == AppError::SignedOut;
            let lacks_factor = error == AppError::FactorRequired;
            let text = own.unwrap_or_else(|| {
                view! { <p>{move || error_sentence(i18n, &error)}</p> }.into_any()
            });
            view! {
                <div class="form-summary" role="alert" tabindex="-1" node_ref=summary>
                    {Icon::Alert.draw()}
                    <div>
                        {text} {is_signed_out.then(|| view! { <SignInAgain /> })}
                        {lacks_factor.then(|| view! { <ToFactor /> })}
                    </div>
                </div>
            }
        })
    }
}

/// In a tab of its own, so that what was typed here stays.
#[component]
fn SignInAgain() -> impl IntoView {
    let i18n = use_i18n();
    view! {
        <a href=paths::sign_in(paths::BOTS) target="_blank">
            {t!(i18n, session.again)}
        </a>
    }
}

#[component]
fn ToFactor() -> impl IntoView {
    let i18n = use_i18n();
    view! { <a href=paths::FACTOR>{t!(i18n, factor.set_up)}</a> }
}
