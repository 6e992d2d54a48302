use super::{Output, door, serve, start_logs};
use crate::{
    cli::{Common, Listen},
    node,
    settings::Environment,
};
use anyhow::Context;
use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use domain::{
    access::{Bots, Door, Knowledge, Write},
    bots::{self, BotDraft},
    identity::{self, NewMember},
    knowledge::{self, ImportOptions},
    source::{Randomness, SystemRandomness},
};
use model::{access::Role, id::BotId};
use serde_json::{Map, json};

/// Our help centre, as `knowledge import` reads it.
const HELP_CENTRE: &str = include_str!("../../demo/help-centre.jsonl");
const EMAIL: &str = "owner@example.com";

/// `parlance demo`: serves a sample workspace, which the first start makes.
pub(super) async fn run(common: &Common, listen: Listen, output: &Output) -> anyhow::Result<()> {
    let mut settings = serve::with_flags(common, listen)?;
    settings.environment = Environment::Development;
    start_logs(&settings, "info");
    let _lock = node::lock(&common.data_dir)?;
    let platform = node::open(&common.data_dir, &settings).await?;
    let door = door(platform.clone());
    let mut more = Map::new();
    let welcome: Box<dyn Fn(&str) -> String> = if identity::has_account(&door.greet(), EMAIL)
        .await?
    {
        let text = "\nThe sample workspace is as you left it; sign in with the password that its first \
             start printed, or begin anew with an empty --data-dir.";
        Box::new(move |_| text.to_owned())
    } else {
        let (password, bot) = prepare(&door).await.context("the sample workspace")?;
        more.insert("email".to_owned(), json!(EMAIL));
        more.insert("password".to_owned(), json!(password));
        more.insert("bots".to_owned(), json!([bot]));
        Box::new(move |url| {
            format!(
                "\n\n  Sign in    {EMAIL}\n  Password   {password}   (shown this once)\n  \
                 Ask it     curl -G '{url}/api/v1/bots/{bot}/talk' --data-urlencode \
                 'question=How do I add an article?'\n"
            )
        })
    };
    serve::serve(platform, &settings, output, more, &*welcome).await
}

/// Makes the sample workspace, its owner and its bot.
async fn prepare(door: &Door) -> anyhow::Result<(String, BotId)> {
    let guest = door.greet();
    let workspace = identity::create_workspace(&guest, "Parlance").await?;
    let access = door.open_workspace::<Write<Bots>>(workspace).await?;
    let draft = BotDraft {
        name: "Help centre".into(),
        locale: "en".into(),
        ..BotDraft::default()
    };
    let bot = bots::create(&access, &draft).await?;
    let access = door.open::<Write<Knowledge>>(bot).await?;
    let (rows, refused) = knowledge::read_rows("jsonl", HELP_CENTRE, false).unwrap_or_default();
    anyhow::ensure!(
        refused.is_empty(),
        "the help centre does not parse: {refused:?}"
    );
    let imported = knowledge::import(&access, &rows, ImportOptions::default()).await?;
    anyhow::ensure!(
        imported.refused.is_empty(),
        "some articles are refused: {imported:?}"
    );
    knowledge::publish(&access).await?;
    // Last, so that a first start that broke off begins again as long as nobody can sign in.
    let password = URL_SAFE_NO_PAD.encode(&SystemRandomness.bytes()[..12]);
    let owner = NewMember {
        workspace,
        email: EMAIL.to_owned(),
        role: Role::Owner,
        password: Some(password.clone()),
    };
    identity::add_member(&guest, &owner).await?;
    Ok((password, bot))
}
