//! Programs that call the management API, and what they need to begin.

use crate::support::{Answer, TestApp};
use axum::{
    body::Body,
    http::{Method, Request, header},
};
use domain::{
    access::{Keys, Write},
    bots::{self, BotDraft},
    identity,
    keys::{self, Wanted},
};
use model::{
    id::{BotId, WorkspaceId},
    key::{NewSecret, Scopes},
    text::Name,
};
use serde_json::{Value, json};

pub const ALL: &[&str] = &[
    "bots:write",
    "knowledge:write",
    "conversations:read",
    "analytics:read",
    "settings:write",
];

/// A key as a command on the machine makes it.
pub async fn make_key(
    app: &TestApp,
    workspace: WorkspaceId,
    scopes: &[&str],
    bots: &[BotId],
    days: Option<u32>,
) -> NewSecret {
    let access = app.command().open_workspace::<Write<Keys>>(workspace).await;
    let wanted = Wanted {
        name: Name::parse("Nightly import").unwrap(),
        scopes: Scopes::parse(scopes.iter().copied()).unwrap(),
        bots: bots.to_vec(),
        days,
    };
    keys::create(&access.unwrap(), &wanted).await.unwrap()
}

/// A bot of the other workspace, and that workspace.
pub async fn other_bot(app: &TestApp) -> (WorkspaceId, BotId) {
    let guest = app.command().greet();
    let workspaces = identity::list_workspaces(&guest).await.unwrap();
    let other = workspaces
        .into_iter()
        .find(|id| *id != app.workspace)
        .unwrap();
    (other, add_bot(app, other).await)
}

pub async fn add_bot(app: &TestApp, workspace: WorkspaceId) -> BotId {
    let access = app.command().open_workspace(workspace).await.unwrap();
    let draft = BotDraft {
        name: "Another".into(),
        locale: "en".into(),
        domains: Vec::new(),
    };
    bots::create(&access, &draft).await.unwrap()
}

pub async fn ask_token(app: &TestApp, body: &Value) -> Answer {
    app.post_json("/api/v1/token", body).await
}

/// A program with an access token.
pub struct Program<'a> {
    pub app: &'a TestApp,
    pub token: String,
}

impl<'a> Program<'a> {
    /// One with a key of the app's workspace that has these scopes.
    pub async fn with(app: &'a TestApp, scopes: &[&str]) -> Self {
        let key = make_key(app, app.workspace, scopes, &[], None).await;
        Self::by_key(app, &key.secret).await
    }

    pub async fn by_key(app: &'a TestApp, secret: &str) -> Self {
        let answer = ask_token(app, &json!({ "api_key": secret })).await;
        assert_eq!(answer.status, 200, "{}", answer.text);
        let token = answer.json()["access_token"].as_str().unwrap().to_owned();
        Self { app, token }
    }

    pub async fn get(&self, path: &str) -> Answer {
        self.send(Method::GET, path, None, &[]).await
    }

    pub async fn post(&self, path: &str, body: &Value) -> Answer {
        self.send(Method::POST, path, Some(body), &[]).await
    }

    pub async fn send(
        &self,
        method: Method,
        path: &str,
        body: Option<&Value>,
        headers: &[(&str, &str)],
    ) -> Answer {
        let mut request = Request::builder()
            .method(method)
            .uri(path)
            .header(header::AUTHORIZATION, format!("Bearer {}", self.token));
        if body.is_some() {
            request = request.header(header::CONTENT_TYPE, "application/json");
        }
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        let body = body.map_or(Body::empty(), |body| Body::from(body.to_string()));
        self.app.send(request.body(body).unwrap()).await
    }
}
