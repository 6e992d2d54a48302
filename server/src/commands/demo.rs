mod shop;

use super::{
    Output, door,
    serve::{self, Sample},
    start_logs,
};
use crate::{
    cli::{Common, Demo, DemoSize},
    node,
    settings::Environment,
    tls::Tls,
};
use anyhow::Context;
use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use domain::{
    access::{Bots, Door, Knowledge, Read, Widget, Write},
    bots::{self, BotDraft, Source},
    boxes::{self, WidgetDraft},
    identity::{self, NewMember},
    knowledge,
    source::{Randomness, SystemRandomness},
};
use model::{access::Role, bot::BotStatus, id::BotId, rights::Preset, text::Locale};
use serde_json::{Map, json};

const SUGGESTIONS: [(&str, [&str; 3]); 2] = [
    (
        "en",
        [
            "What is Parlance?",
            "How do I add an article?",
            "Does the bot cope with typing errors?",
        ],
    ),
    (
        "fr",
        [
            "Qu’est-ce que Parlance ?",
            "Comment ajouter un article ?",
            "Le bot supporte-t-il les fautes de frappe ?",
        ],
    ),
];
const EMAIL: &str = "owner@example.com";

/// `parlance demo`: serves a sample workspace, which the first start makes.
pub(super) async fn run(common: &Common, demo: Demo, output: &Output) -> anyhow::Result<()> {
    let mut settings = serve::with_flags(common, demo.listen)?;
    settings.environment = Environment::Development;
    start_logs(&settings, "info");
    let _lock = node::lock(&common.data_dir)?;
    let platform = node::open_to_serve(&common.data_dir, &settings).await?;
    let door = door(platform.clone());
    let is_there = identity::has_account(&door.greet(), EMAIL).await?;
    let sample = if is_there {
        let text = "\nThe sample workspace is as you left it; sign in with the password that its first \
             start printed, or begin anew with an empty --data-dir.";
        Sample {
            bot: first_live_bot(&door).await?,
            more: Map::new(),
            welcome: Some(Box::new(move |url| {
                format!("\n\n  See it     {url}/demo\n{text}")
            })),
            setup: None,
        }
    } else {
        let (password, bot) = prepare(&door, demo.size)
            .await
            .context("the sample workspace")?;
        let more = [
            ("email".to_owned(), json!(EMAIL)),
            ("password".to_owned(), json!(password)),
            ("bots".to_owned(), json!([bot])),
        ];
        Sample {
            bot: Some(bot),
            more: more.into_iter().collect(),
            setup: None,
            welcome: Some(Box::new(move |url| {
                format!(
                    "\n\n  See it     {url}/demo\n  Sign in    {EMAIL}\n  \
                     Password   {password}   (shown this once)\n"
                )
            })),
        }
    };
    let tls = Tls::start(&settings.tls, &common.data_dir)?;
    serve::serve(platform, &settings, tls, output, sample).await
}

/// The oldest bot that answers: the sample, unless somebody switched it off.
async fn first_live_bot(door: &Door) -> anyhow::Result<Option<BotId>> {
    for workspace in identity::list_workspaces(&door.greet()).await? {
        let access = door.open_workspace::<Read<Bots>>(workspace).await?;
        let bots = bots::list(&access).await?;
        if let Some(bot) = bots.iter().find(|bot| bot.status == BotStatus::Live) {
            return Ok(Some(bot.id));
        }
    }
    Ok(None)
}

/// Makes the sample workspace, its owner and its bot.
async fn prepare(door: &Door, size: DemoSize) -> anyhow::Result<(String, BotId)> {
    let guest = door.greet();
    let workspace = identity::create_workspace(&guest, "Parlance").await?;
    let access = door.open_workspace::<Write<Bots>>(workspace).await?;
    let draft = BotDraft {
        name: "Help centre".into(),
        locale: "en".into(),
        ..BotDraft::default()
    };
    let bot = bots::create_from(&access, &draft, Source::Sample).await?;
    let access = door.open::<Write<Knowledge>>(bot).await?;
    knowledge::publish(&access).await?;
    suggest_questions(door, bot).await?;
    if size == DemoSize::Large {
        shop::open(door, workspace).await.context("the shop")?;
    }
    // Last, so that a first start that broke off begins again as long as nobody can sign in.
    let password = URL_SAFE_NO_PAD.encode(&SystemRandomness.bytes()[..12]);
    let owner = NewMember {
        workspace,
        email: EMAIL.to_owned(),
        role: Role::Owner,
        password: Some(password.clone()),
        preset: Preset::Nothing,
        bots: Vec::new(),
    };
    identity::add_member(&guest, &owner).await?;
    Ok((password, bot))
}

/// Questions to begin with, so that who sees the box knows what to press.
async fn suggest_questions(door: &Door, bot: BotId) -> anyhow::Result<()> {
    let access = door.open::<Write<Widget>>(bot).await?;
    for (locale, suggestions) in SUGGESTIONS {
        let page = boxes::page(&access.reading(), Some(&Locale::parse(locale)?)).await?;
        let draft = WidgetDraft {
            suggestions: suggestions.join("\n"),
            ..WidgetDraft::of(&page)
        };
        boxes::save(&access, &page.revision, &draft).await?;
    }
    Ok(())
}
