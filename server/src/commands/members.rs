use super::Output;
use crate::{cli, settings::Settings};
use anyhow::Context;
use domain::{
    access::{Door, Keys, Write},
    identity::{self, NewMember},
    keys::{self, Wanted},
    tokens,
};
use model::{error::AppError, key::Scopes, text::Name};
use serde_json::json;

/// `parlance workspace …`.
pub(super) async fn workspace(
    door: &Door,
    command: cli::Workspace,
    output: &Output,
) -> anyhow::Result<()> {
    let cli::Workspace::Add { name } = command;
    let id = identity::create_workspace(&door.greet(), &name).await?;
    output.result(&json!({ "id": id }), None)
}

/// `parlance member …`.
pub(super) async fn member(
    door: &Door,
    command: cli::Member,
    settings: &Settings,
    output: &Output,
) -> anyhow::Result<()> {
    let (workspace, email, role, rights, bot, password_stdin) = match command {
        cli::Member::Add {
            workspace,
            email,
            role,
            rights,
            bot,
            password_stdin,
        } => (workspace, email, role, rights, bot, password_stdin),
        cli::Member::ResetFactor { email } => {
            identity::reset_factor(&door.greet(), &email).await?;
            return output.result(&json!({}), None);
        }
    };
    let password = if password_stdin {
        Some(read_password()?)
    } else {
        None
    };
    let new = NewMember {
        workspace,
        email,
        role,
        password,
        preset: rights,
        bots: bot,
    };
    let added = identity::add_member(&door.greet(), &new).await?;
    match added.token {
        Some(token) => {
            let base = match settings.http.public_url.trim_end_matches('/') {
                "" => format!("http://{}", settings.listen),
                url => url.to_owned(),
            };
            let link = format!("{base}/welcome?token={token}");
            output.result(&json!({ "id": added.user, "link": link }), None)
        }
        None => output.result(&json!({ "id": added.user }), None),
    }
}

fn read_password() -> anyhow::Result<String> {
    let mut line = String::new();
    std::io::stdin()
        .read_line(&mut line)
        .context("no password on stdin")?;
    Ok(line.trim_end_matches(['\n', '\r']).to_owned())
}

/// `parlance key …`.
pub(super) async fn key(door: &Door, command: cli::Key, output: &Output) -> anyhow::Result<()> {
    match command {
        cli::Key::Add {
            workspace,
            name,
            bot,
            scope,
            days,
        } => {
            let access = door.open_workspace::<Write<Keys>>(workspace).await?;
            let name = Name::parse(&name);
            let scopes = match scope.is_empty() {
                true => Ok(Scopes::all()),
                false => Scopes::parse(scope.iter().map(String::as_str)),
            };
            let wanted = Wanted {
                name: name.map_err(|problem| AppError::invalid("name", problem))?,
                scopes: scopes.map_err(|problem| AppError::invalid("scope", problem))?,
                bots: bot,
                days,
            };
            let made = keys::create(&access, &wanted).await?;
            output.result(&json!({ "id": made.key, "key": made.secret }), None)
        }
        cli::Key::Revoke { workspace, key } => {
            let access = door.open_workspace::<Write<Keys>>(workspace).await?;
            keys::revoke(&access, key).await?;
            output.result(&json!({ "id": key }), None)
        }
        cli::Key::RotateSigning => {
            tokens::rotate_signing_key(&door.greet()).await?;
            output.result(&json!({}), None)
        }
    }
}
