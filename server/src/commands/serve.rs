use super::{Output, door, settings, start_logs};
use crate::{
    cli::{Common, Listen},
    http::{self, HttpState},
    listener, node,
    settings::Settings,
    tls::{self, Tls},
};
use anyhow::Context;
use domain::{background::Background, identity, platform::Platform};
use model::id::BotId;
use serde::Serialize;
use serde_json::{Map, Value};
use tokio::{
    signal::unix::{SignalKind, signal},
    sync::watch,
};

/// `parlance serve`.
pub(super) async fn run(common: &Common, listen: Listen, output: &Output) -> anyhow::Result<()> {
    let settings = with_flags(common, listen)?;
    start_logs(&settings, "info");
    let _lock = node::lock(&common.data_dir)?;
    let platform = node::open_to_serve(&common.data_dir, &settings).await?;
    let sample = Sample {
        setup: identity::setup_token(&door(platform.clone()).greet()).await?,
        ..Sample::default()
    };
    let tls = Tls::start(&settings.tls, &common.data_dir)?;
    serve(platform, &settings, tls, output, sample).await
}

/// The settings with those of the flags.
pub(super) fn with_flags(common: &Common, listen: Listen) -> anyhow::Result<Settings> {
    let mut draft = settings(common)?;
    if let Some(listen) = listen.listen {
        draft.set("listen", listen, "--listen");
    }
    draft.check()
}

#[derive(Serialize)]
struct Ready {
    listening: String,
    internal: String,
    /// Where the first account is made, if nobody is there yet.
    #[serde(skip_serializing_if = "Option::is_none")]
    setup: Option<String>,
    #[serde(flatten)]
    more: Map<String, Value>,
}

/// What is said of a server at an address.
type Words = Box<dyn Fn(&str) -> String>;

/// What is told when the server is ready.
#[derive(Default)]
pub(super) struct Sample {
    /// The bot of the page at `/demo`.
    pub bot: Option<BotId>,
    /// What `--json` adds to the line.
    pub more: Map<String, Value>,
    /// What is said besides, from the server's address.
    pub welcome: Option<Words>,
    /// The token of the link that makes the first account, if nobody is there yet.
    pub setup: Option<String>,
}

impl Sample {
    /// All of it in words, from where people reach the server.
    fn told(&self, listening: &str, link: Option<&str>) -> String {
        let welcome = self.welcome.as_ref().map(|welcome| welcome(listening));
        let link = link.map(|link| {
            format!(
                "\n\nNobody is here yet. Make the first account, once and within a day:\n  {link}"
            )
        });
        welcome.into_iter().chain(link).collect()
    }
}

/// Serves until SIGTERM or Ctrl-C. Prints one line when ready.
pub(super) async fn serve(
    platform: Platform,
    settings: &Settings,
    tls: Option<Tls>,
    output: &Output,
    sample: Sample,
) -> anyhow::Result<()> {
    let about = |address| format!("{address} can't be listened on");
    let public = listener::bind(settings.listen).with_context(|| about(settings.listen))?;
    let internal = listener::bind(settings.internal_listen)
        .with_context(|| about(settings.internal_listen))?;
    let redirect = settings
        .tls
        .redirect
        .map(|address| listener::bind(address).with_context(|| about(address)));
    let scheme = if tls.is_some() { "https" } else { "http" };
    let listening = format!("{scheme}://{}", public.local_addr()?);
    let base = match settings.http.public_url.trim_end_matches('/') {
        "" => listening.clone(),
        url => url.to_owned(),
    };
    let link = sample.setup.as_ref();
    let link = link.map(|token| format!("{base}{}", app::paths::welcome(token)));
    let told = sample.told(&listening, link.as_deref());
    let ready = Ready {
        listening,
        internal: format!("http://{}", internal.local_addr()?),
        setup: link,
        more: sample.more,
    };
    platform.reached_at(base);
    let background = Background::start(&platform).await;
    let state = HttpState::new(platform.clone(), settings.http.clone(), sample.bot);
    let service = http::service(&state);
    let (stop, stopped) = watch::channel(false);
    let inside = listener::internal_router(&state);
    let http = settings.http.clone();
    let inside = tokio::spawn(listener::serve(
        internal,
        None,
        inside,
        http.clone(),
        stopped.clone(),
    ));
    if let Some(plain) = redirect.transpose()? {
        let router = tls::redirecting(settings);
        tokio::spawn(listener::serve(
            plain,
            None,
            router,
            http.clone(),
            stopped.clone(),
        ));
    }
    let outside = tokio::spawn(listener::serve(public, tls, service, http, stopped));
    let (listening, internal) = (&ready.listening, &ready.internal);
    let line = format!("Parlance is ready on {listening} (health, metrics: {internal}){told}");
    output.result(&ready, Some(&line))?;
    wait_for_the_end().await?;
    tracing::info!("stopping: no new connections, requests under way finish");
    stop.send_replace(true);
    outside.await.context("the public listener broke down")?;
    inside.await.context("the internal listener broke down")?;
    background.stop().await;
    platform.stop().await;
    Ok(())
}

async fn wait_for_the_end() -> anyhow::Result<()> {
    let mut terminate = signal(SignalKind::terminate())?;
    let mut interrupt = signal(SignalKind::interrupt())?;
    tokio::select! {
        _ = terminate.recv() => {}
        _ = interrupt.recv() => {}
    }
    Ok(())
}
