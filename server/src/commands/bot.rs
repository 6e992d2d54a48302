use super::Output;
use crate::cli;
use domain::{
    access::{Bots, Door, InScope, Read, Settings, Write},
    bots::{self, BotDraft, Source},
    identity,
};
use model::id::{BotId, WorkspaceId};
use serde_json::json;

/// `parlance bot …`.
pub(super) async fn run(door: &Door, command: cli::Bot, output: &Output) -> anyhow::Result<()> {
    match command {
        cli::Bot::Add {
            workspace,
            name,
            locale,
            domain,
        } => {
            let access = door.open_workspace::<Write<Bots>>(workspace).await?;
            let draft = BotDraft {
                name,
                locale,
                domains: domain,
            };
            let id = bots::create(&access, &draft).await?;
            output.result(&json!({ "id": id }), None)
        }
        cli::Bot::List {
            workspace,
            archived: true,
        } => list_archived(door, workspace, output).await,
        cli::Bot::List { workspace, .. } => list(door, workspace, output).await,
        cli::Bot::Duplicate { bot, name } => duplicate(door, bot, name, output).await,
        cli::Bot::Archive(cli::OneBot { bot }) => {
            let access = door.open::<Write<Settings>>(bot).await?;
            let page = bots::page(&access.reading()).await?;
            // Whoever names a bot by its id need not type its name.
            bots::archive(&access, page.name.as_str()).await?;
            let impact = page.impact;
            let line = format!(
                "archived: {} articles, {} conversations, seen on {} sites",
                impact.n_articles, impact.n_conversations, impact.n_sites
            );
            output.result(&json!({ "id": bot, "impact": impact }), Some(&line))
        }
        cli::Bot::Restore(cli::OneBot { bot }) => {
            let access = door.open::<Write<Settings>>(bot).await?;
            bots::restore(&access).await?;
            output.result(&json!({ "id": bot }), None)
        }
    }
}

async fn duplicate(door: &Door, bot: BotId, name: String, output: &Output) -> anyhow::Result<()> {
    let original = door.open::<Read<Settings>>(bot).await?;
    let page = bots::page(&original).await?;
    let workspace = original.scope().workspace();
    let access = door.open_workspace::<Write<Bots>>(workspace).await?;
    let draft = BotDraft {
        name,
        locale: page.locale.to_string(),
        ..BotDraft::default()
    };
    let id = bots::create_from(&access, &draft, Source::Copy(bot)).await?;
    output.result(&json!({ "id": id }), None)
}

async fn list(door: &Door, workspace: Option<WorkspaceId>, output: &Output) -> anyhow::Result<()> {
    let mut all = Vec::new();
    for workspace in workspaces(door, workspace).await? {
        let access = door.open_workspace::<Read<Bots>>(workspace).await?;
        all.extend(bots::list(&access).await?);
    }
    let lines: Vec<String> = all
        .iter()
        .map(|bot| {
            format!(
                "{}  {:8}  {:5} articles  {}",
                bot.id, bot.status, bot.n_articles, bot.name
            )
        })
        .collect();
    output.result(&json!({ "bots": all }), Some(&lines.join("\n")))
}

async fn list_archived(
    door: &Door,
    workspace: Option<WorkspaceId>,
    output: &Output,
) -> anyhow::Result<()> {
    let mut all = Vec::new();
    for workspace in workspaces(door, workspace).await? {
        let access = door.open_workspace::<Read<Bots>>(workspace).await?;
        all.extend(bots::list_archived(&access).await?);
    }
    let lines: Vec<String> = all
        .iter()
        .map(|bot| format!("{}  {}", bot.id, bot.name))
        .collect();
    output.result(&json!({ "bots": all }), Some(&lines.join("\n")))
}

/// The one that is named, or all.
async fn workspaces(
    door: &Door,
    workspace: Option<WorkspaceId>,
) -> anyhow::Result<Vec<WorkspaceId>> {
    Ok(match workspace {
        Some(workspace) => vec![workspace],
        None => identity::list_workspaces(&door.greet()).await?,
    })
}
