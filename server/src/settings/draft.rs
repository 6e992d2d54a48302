//! Settings on their way: read from every place, described, and checked.

use super::{DEFAULTS, Settings};
use anyhow::{Context, bail};
use model::turn::ServerRole;
use serde::Deserialize;
use std::{
    collections::BTreeMap,
    fmt,
    path::{Path, PathBuf},
};
use toml::{Table, Value};

/// Where a value comes from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Origin {
    /// The manual.
    Default,
    /// A settings file.
    File(PathBuf),
    /// An environment variable.
    Variable(String),
    /// A flag of the command.
    Flag(&'static str),
}

impl fmt::Display for Origin {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Default => f.write_str("default"),
            Self::File(path) => write!(f, "{}", path.display()),
            Self::Variable(name) => f.write_str(name),
            Self::Flag(name) => f.write_str(name),
        }
    }
}

/// Settings on their way: values by name, each with where it comes from.
#[derive(Clone, Debug)]
pub struct Draft {
    values: BTreeMap<String, (Value, Origin)>,
    problems: Vec<String>,
}

impl Draft {
    /// Reads the manual, the file if it is there, and the environment.
    pub fn read(
        file: &Path,
        variables: impl Iterator<Item = (String, String)>,
    ) -> anyhow::Result<Self> {
        let defaults: Table = DEFAULTS.parse().context("the manual does not parse")?;
        let mut draft = Self {
            values: BTreeMap::new(),
            problems: Vec::new(),
        };
        for (name, value) in flatten(defaults) {
            draft.values.insert(name, (value, Origin::Default));
        }
        draft.read_file(file)?;
        draft.read_variables(variables);
        Ok(draft)
    }

    fn read_file(&mut self, file: &Path) -> anyhow::Result<()> {
        let text = match std::fs::read_to_string(file) {
            Ok(text) => text,
            Err(cause) if cause.kind() == std::io::ErrorKind::NotFound => return Ok(()),
            Err(cause) => return Err(cause).context(format!("{} can't be read", file.display())),
        };
        let table: Table = text
            .parse()
            .context(format!("{} is not TOML", file.display()))?;
        for (name, value) in flatten(table) {
            match self.values.get_mut(&name) {
                Some(slot) => *slot = (value, Origin::File(file.to_owned())),
                None => self
                    .problems
                    .push(format!("{}: there is no setting {name}", file.display())),
            }
        }
        Ok(())
    }

    fn read_variables(&mut self, variables: impl Iterator<Item = (String, String)>) {
        let variables: BTreeMap<String, String> = variables.collect();
        for (name, slot) in &mut self.values {
            let variable = format!("PARLANCE_{}", name.replace('.', "_").to_uppercase());
            let Some(text) = variables.get(&variable) else {
                continue;
            };
            match parse_like(&slot.0, text) {
                Some(value) => *slot = (value, Origin::Variable(variable)),
                None => self
                    .problems
                    .push(format!("{variable} is not of the right kind")),
            }
        }
    }

    /// Sets a value by a flag.
    pub fn set(&mut self, name: &str, value: impl Into<Value>, flag: &'static str) {
        self.values
            .insert(name.to_owned(), (value.into(), Origin::Flag(flag)));
    }

    /// Every value in words, secrets masked, with where it comes from.
    pub fn describe(&self) -> impl Iterator<Item = (&str, String, &Origin)> {
        self.values.iter().map(|(name, (value, origin))| {
            let shown = if matches!(name.as_str(), "database.url" | "smtp.url") {
                masked(value.as_str().unwrap_or_default())
            } else {
                value.to_string()
            };
            (name.as_str(), shown, origin)
        })
    }

    /// The settings, or every problem with them at once.
    pub fn check(&self) -> anyhow::Result<Settings> {
        let mut problems = self.problems.clone();
        let settings = Settings::deserialize(Value::Table(self.unflatten()));
        if let Err(cause) = &settings {
            problems.push(cause.message().to_owned());
        }
        if settings
            .as_ref()
            .is_ok_and(|settings| settings.role == ServerRole::Standby)
        {
            problems.push("role: a standby is not there yet".to_owned());
        }
        if let Ok(settings) = &settings {
            problems.extend(settings.tls.problems(&settings.http));
        }
        if !problems.is_empty() {
            bail!("the settings have problems:\n  {}", problems.join("\n  "));
        }
        Ok(settings?)
    }

    fn unflatten(&self) -> Table {
        let mut root = Table::new();
        for (name, (value, _)) in &self.values {
            match name.split_once('.') {
                Some((section, key)) => {
                    let section = root
                        .entry(section.to_owned())
                        .or_insert_with(|| Value::Table(Table::new()));
                    if let Value::Table(section) = section {
                        section.insert(key.to_owned(), value.clone());
                    }
                }
                None => {
                    root.insert(name.clone(), value.clone());
                }
            }
        }
        root
    }
}

/// Values by dotted name. A list or a scalar is a value; a table is a section.
fn flatten(table: Table) -> Vec<(String, Value)> {
    let mut values = Vec::new();
    for (name, value) in table {
        match value {
            Value::Table(section) => {
                let inner = section.into_iter();
                values.extend(inner.map(|(key, value)| (format!("{name}.{key}"), value)));
            }
            value => values.push((name, value)),
        }
    }
    values
}

/// Reads a variable's text as a value of the same kind as the default's.
fn parse_like(default: &Value, text: &str) -> Option<Value> {
    match default {
        Value::Integer(_) => text.trim().parse().ok().map(Value::Integer),
        Value::Boolean(_) => text.trim().parse().ok().map(Value::Boolean),
        Value::Array(_) => {
            let parts = text
                .split(',')
                .map(str::trim)
                .filter(|part| !part.is_empty());
            Some(Value::Array(
                parts.map(|part| Value::String(part.to_owned())).collect(),
            ))
        }
        _ => Some(Value::String(text.to_owned())),
    }
}

/// An address of a database without what may be a password: who, and the query.
pub(super) fn masked(url: &str) -> String {
    let url = url.split('?').next().unwrap_or_default();
    match (url.split_once("://"), url.rsplit_once('@')) {
        (Some((scheme, _)), Some((_, host))) => format!("{scheme}://…@{host}"),
        _ => url.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::settings::Environment;

    fn read(variables: &[(&str, &str)]) -> Draft {
        let variables = variables
            .iter()
            .map(|(name, value)| ((*name).to_owned(), (*value).to_owned()));
        Draft::read(Path::new("/nonexistent/parlance.toml"), variables).unwrap()
    }

    #[test]
    fn the_manual_is_a_valid_file() {
        let settings = read(&[]).check().unwrap();
        assert_eq!(settings.limits.talk_per_address, 120);
        assert_eq!(settings.environment, Environment::Production);
    }

    #[test]
    fn a_variable_wins_over_the_default_and_a_flag_over_both() {
        let mut draft = read(&[
            ("PARLANCE_LIMITS_TALK_PER_ADDRESS", "7"),
            ("PARLANCE_HTTP_TRUSTED_PROXIES", "10.0.0.0/8, ::1/128"),
            ("PARLANCE_LISTEN", "127.0.0.1:1"),
        ]);
        draft.set("listen", "127.0.0.1:2", "--listen");
        let settings = draft.check().unwrap();
        assert_eq!(settings.limits.talk_per_address, 7);
        assert_eq!(settings.http.trusted_proxies.len(), 2);
        assert_eq!(settings.listen.port(), 2);
    }

    #[test]
    fn every_problem_is_named() {
        let error = read(&[
            ("PARLANCE_LIMITS_TALK_PER_ADDRESS", "many"),
            ("PARLANCE_ROLE", "king"),
        ])
        .check()
        .unwrap_err()
        .to_string();
        assert!(
            error.contains("PARLANCE_LIMITS_TALK_PER_ADDRESS"),
            "{error}"
        );
        assert!(error.contains("king"), "{error}");
    }

    #[test]
    fn settings_of_tls_that_do_not_go_together_are_named() {
        let problem = |variables: &[(&str, &str)]| read(variables).check().unwrap_err().to_string();
        let alone = problem(&[("PARLANCE_TLS_CERTIFICATE", "a.pem")]);
        assert!(alone.contains("tls.key"), "{alone}");
        let nowhere = problem(&[("PARLANCE_TLS_REDIRECT", "0.0.0.0:80")]);
        assert!(nowhere.contains("tls.redirect"), "{nowhere}");
        let wrong = problem(&[("PARLANCE_TLS_REDIRECT", "port 80")]);
        assert!(wrong.contains("ADDRESS:PORT"), "{wrong}");
        let both = [
            ("PARLANCE_TLS_ACME_DOMAINS", "bot.example.org"),
            ("PARLANCE_TLS_REDIRECT", "0.0.0.0:80"),
        ];
        assert!(read(&both).check().unwrap().tls.is_on());
    }

    #[test]
    fn the_password_of_the_database_is_not_shown() {
        assert_eq!(
            masked("postgres://db/parlance?user=app&password=s3cret"),
            "postgres://db/parlance"
        );
        let draft = read(&[("PARLANCE_DATABASE_URL", "postgres://app:s3cret@db/parlance")]);
        let shown = draft
            .describe()
            .find(|(name, ..)| *name == "database.url")
            .unwrap()
            .1;
        assert_eq!(shown, "postgres://…@db/parlance");
        assert!(!format!("{:?}", draft.check().unwrap()).contains("s3cret"));
    }
}
