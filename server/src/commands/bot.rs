use super::Output;
use crate::cli;
use domain::{
    access::{Bots, Door, Read, Write},
    bots::{self, BotDraft},
    identity,
};
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
        cli::Bot::List { workspace } => {
            let workspaces = match workspace {
                Some(workspace) => vec![workspace],
                None => identity::list_workspaces(&door.greet()).await?,
            };
            let mut all = Vec::new();
            for workspace in workspaces {
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
    }
}
