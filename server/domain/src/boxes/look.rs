//! How a bot's dialog box looks and what it says.

use super::sentences;
use crate::{
    access::{Access, Dialog, InScope, Read, Widget, Write},
    audit, clean,
    failure::OrInternal,
    secrets::{hex, token_hash},
};
use model::{
    bot::{BotSettings, Colour, Domain},
    error::{AppError, AppResult, Fields, Problem},
    text::{Locale, Name, Suggestion},
    time::{MINUTE_MS, Timestamp},
    widget::{
        Avatar, BoxLimits, BoxTheme, Feedback, MAX_SUGGESTIONS, Position, WidgetPage, WidgetView,
        WidgetWords,
    },
};
use store::changes::{self, ChangeKind};

/// The most domains that a bot may answer on.
pub(crate) const MAX_DOMAINS: u32 = 100;

/// What the box of this bot needs to draw itself, in the page's language or the bot's own.
pub async fn view(access: &Access<Read<Dialog>>, locale: Option<&Locale>) -> AppResult<WidgetView> {
    let live = access
        .platform()
        .live()
        .get(access.platform(), access.bot())
        .await?;
    let locale = locale.unwrap_or(&live.locale);
    Ok(draw(&live.settings, &live.name, locale))
}

/// The box in a language, the team's words before our own.
fn draw(settings: &BotSettings, name: &Name, locale: &Locale) -> WidgetView {
    let widget = &settings.widget;
    // The very language first, then any of the same: `pt` for `pt-BR`.
    let words = widget.words.get(locale).or_else(|| {
        let mut others = widget.words.iter();
        others.find_map(|(other, words)| (other.language() == locale.language()).then_some(words))
    });
    let view = plain(settings, name, locale).dressed(widget, words);
    match words {
        // The team's words are in this language, whether we speak it or not.
        Some(_) => WidgetView {
            locale: locale.clone(),
            ..view
        },
        None => view,
    }
}

/// The box where the team has said and chosen nothing.
fn plain(settings: &BotSettings, name: &Name, locale: &Locale) -> WidgetView {
    let (language, mut texts) = sentences::of(locale);
    texts.insert("title".to_owned(), name.to_string());
    WidgetView {
        locale: Locale::parse(language).unwrap_or_else(|_| locale.clone()),
        name: name.to_string(),
        texts,
        colour: Colour::default(),
        position: Position::default(),
        theme: BoxTheme::default(),
        avatar: String::new(),
        suggestions: Vec::new(),
        feedback: true,
        limits: BoxLimits {
            question: settings.max_question,
        },
        servers: Vec::new(),
        triggers: Vec::new(),
    }
}

/// What the team has set, for working on it in one language, the bot's own if none is named.
pub async fn page(access: &Access<Read<Widget>>, locale: Option<&Locale>) -> AppResult<WidgetPage> {
    let platform = access.platform();
    let (workspace, bot) = (access.scope().workspace(), access.bot());
    let mut tx = platform.db().read().await.or_internal("getting a box")?;
    let settings = store::bots::find_settings(&mut tx, bot)
        .await
        .or_internal("getting a box")?
        .ok_or(AppError::NotFound)?;
    let week_ago = platform.now().plus_millis(-7 * 24 * 60 * MINUTE_MS);
    let summary = store::bots::find(&mut tx, workspace, bot, week_ago)
        .await
        .or_internal("getting a box")?
        .ok_or(AppError::NotFound)?;
    let locale = locale.unwrap_or(&summary.locale).clone();
    let mut locales = summary.locales;
    for other in settings.widget.words.keys().chain([&locale]) {
        if !locales.contains(other) {
            locales.push(other.clone());
        }
    }
    let mut defaults = plain(&settings, &summary.name, &locale);
    // What is being written is in this language, whether we speak it or not.
    defaults.locale = locale.clone();
    Ok(WidgetPage {
        bot,
        revision: revision_of(&settings)?,
        domains: settings.domains,
        settings: settings.widget,
        locale,
        locales,
        defaults,
    })
}

/// Names a state of the settings: whoever saves tells which one they began from.
fn revision_of(settings: &BotSettings) -> AppResult<String> {
    let json = serde_json::to_vec(settings).or_internal("reading a bot's settings")?;
    Ok(hex(&token_hash(&json)[..8]))
}

/// The box as it was typed, in one language.
#[derive(Clone, Debug, Default)]
pub struct WidgetDraft {
    /// The language of the words.
    pub locale: String,
    /// Its heading; empty for the bot's name.
    pub title: String,
    /// The first thing it says; empty for ours.
    pub greeting: String,
    /// In the empty field; empty for ours.
    pub placeholder: String,
    /// Questions to begin with, one a line.
    pub suggestions: String,
    /// `#rrggbb`.
    pub colour: String,
    /// A word of [`Position`].
    pub position: String,
    /// A word of [`BoxTheme`].
    pub theme: String,
    /// A word of [`Avatar`].
    pub avatar: String,
    /// A word of [`Feedback`].
    pub feedback: String,
    /// Where the box may stand, one a line.
    pub domains: String,
}

impl WidgetDraft {
    /// What is kept, as it would be typed.
    pub fn of(page: &WidgetPage) -> Self {
        let words = page.settings.words.get(&page.locale).cloned();
        let words = words.unwrap_or_default();
        let lines = |lines: Vec<&str>| lines.join("\n");
        Self {
            locale: page.locale.to_string(),
            title: words.title.map(String::from).unwrap_or_default(),
            greeting: words.greeting.map(String::from).unwrap_or_default(),
            placeholder: words.placeholder.map(String::from).unwrap_or_default(),
            suggestions: lines(words.suggestions.iter().map(Suggestion::as_str).collect()),
            colour: page.settings.colour.as_str().to_owned(),
            position: page.settings.position.to_string(),
            theme: page.settings.theme.to_string(),
            avatar: page.settings.avatar.to_string(),
            feedback: page.settings.feedback.to_string(),
            domains: lines(page.domains.iter().map(Domain::as_str).collect()),
        }
    }
}

/// Saves the box; it holds at once, on every node. `revision` is the state that the edit began
/// from.
pub async fn save(
    access: &Access<Write<Widget>>,
    revision: &str,
    draft: &WidgetDraft,
) -> AppResult<()> {
    let parsed = parse(draft)?;
    let platform = access.platform();
    let (bot, now) = (access.bot(), platform.now());
    let mut tx = platform.db().write().await.or_internal("saving a box")?;
    let mut settings = store::bots::find_settings(&mut tx, bot)
        .await
        .or_internal("saving a box")?
        .ok_or(AppError::NotFound)?;
    if revision_of(&settings)? != revision {
        return Err(AppError::Conflict);
    }
    parsed.write_into(&mut settings);
    store::bots::set_settings(&mut tx, bot, &settings)
        .await
        .or_internal("saving a box")?;
    note_change(&mut tx, access, now).await?;
    tx.commit().await.or_internal("saving a box")?;
    platform.live().refresh(platform, bot).await
}

async fn note_change(
    tx: &mut store::Tx,
    access: &Access<Write<Widget>>,
    now: Timestamp,
) -> AppResult<()> {
    let bot = access.bot();
    changes::note(tx, ChangeKind::Bot, Some(bot), now)
        .await
        .or_internal("saving a box")?;
    audit::record(tx, access, "widget.update", &format!("bot:{bot}"), now).await
}

/// A draft whose every field is right.
struct Parsed {
    locale: Locale,
    words: WidgetWords,
    colour: Colour,
    position: Position,
    theme: BoxTheme,
    avatar: Avatar,
    feedback: Feedback,
    domains: Vec<Domain>,
}

impl Parsed {
    fn write_into(self, settings: &mut BotSettings) {
        let widget = &mut settings.widget;
        if self.words == WidgetWords::default() {
            widget.words.remove(&self.locale);
        } else {
            widget.words.insert(self.locale, self.words);
        }
        widget.colour = self.colour;
        widget.position = self.position;
        widget.theme = self.theme;
        widget.avatar = self.avatar;
        widget.feedback = self.feedback;
        settings.domains = self.domains;
    }
}

fn parse(draft: &WidgetDraft) -> AppResult<Parsed> {
    let mut fields = Fields::default();
    let locale = fields.take("locale", Locale::parse(&draft.locale));
    let title = fields.take("title", own_words(&draft.title));
    let greeting = fields.take("greeting", own_words(&draft.greeting));
    let placeholder = fields.take("placeholder", own_words(&draft.placeholder));
    let suggestions = fields.take("suggestions", suggestions(&draft.suggestions));
    let colour = fields.take("colour", Colour::parse(draft.colour.trim()));
    let position = fields.take("position", draft.position.parse());
    let theme = fields.take("theme", draft.theme.parse());
    let avatar = fields.take("avatar", draft.avatar.parse());
    let feedback = fields.take("feedback", draft.feedback.parse());
    let domains = fields.take("domains", domains(&draft.domains));
    fields.finish()?;
    // Nothing was noted, so everything is there.
    (|| {
        Some(Parsed {
            locale: locale?,
            words: WidgetWords {
                title: title?,
                greeting: greeting?,
                placeholder: placeholder?,
                suggestions: suggestions?,
            },
            colour: colour?,
            position: position?,
            theme: theme?,
            avatar: avatar?,
            feedback: feedback?,
            domains: domains?,
        })
    })()
    .ok_or(AppError::Internal)
}

/// Words of the team's own, cleaned (S19); none if nothing was typed.
fn own_words<T: TryFrom<String, Error = Problem>>(typed: &str) -> Result<Option<T>, Problem> {
    let text = clean::text(typed);
    if text.trim().is_empty() {
        return Ok(None);
    }
    T::try_from(text).map(Some)
}

fn lines(typed: &str) -> impl Iterator<Item = &str> {
    typed.lines().map(str::trim).filter(|line| !line.is_empty())
}

fn suggestions(typed: &str) -> Result<Vec<Suggestion>, Problem> {
    let typed = clean::text(typed);
    let parsed: Vec<Suggestion> = lines(&typed)
        .map(Suggestion::parse)
        .collect::<Result<_, _>>()?;
    if parsed.len() > MAX_SUGGESTIONS as usize {
        return Err(Problem::TooMany {
            max: MAX_SUGGESTIONS,
        });
    }
    Ok(parsed)
}

fn domains(typed: &str) -> Result<Vec<Domain>, Problem> {
    let mut parsed: Vec<Domain> = Vec::new();
    for line in lines(typed) {
        let domain = Domain::parse(line)?;
        if !parsed.contains(&domain) {
            parsed.push(domain);
        }
    }
    if parsed.len() > MAX_DOMAINS as usize {
        return Err(Problem::TooMany { max: MAX_DOMAINS });
    }
    Ok(parsed)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn draft() -> WidgetDraft {
        WidgetDraft {
            locale: "en".into(),
            colour: "#4F46E5".into(),
            position: "left".into(),
            theme: "auto".into(),
            avatar: "bot".into(),
            feedback: "asked".into(),
            ..WidgetDraft::default()
        }
    }

    #[test]
    fn everything_wrong_is_named_at_once() {
        let wrong = WidgetDraft {
            colour: "red".into(),
            theme: "pink".into(),
            domains: "example.org\n*.example.org".into(),
            suggestions: "a\n".repeat(7),
            title: "x".repeat(61),
            ..draft()
        };
        let Err(AppError::Invalid { fields }) = parse(&wrong) else {
            panic!("it passes");
        };
        let names: Vec<&str> = fields.iter().map(|field| field.field.as_str()).collect();
        assert_eq!(
            names,
            ["title", "suggestions", "colour", "theme", "domains"]
        );
    }

    #[test]
    fn s19_the_words_of_a_box_are_cleaned_before_they_are_stored() {
        let typed = WidgetDraft {
            title: "Help <script>alert(1)</script>& more".into(),
            greeting: "<img src=x onerror=alert(1)>5 < 6".into(),
            suggestions: "<b>Where?</b>\n<script>x</script>How?".into(),
            ..draft()
        };
        let words = parse(&typed).unwrap().words;
        assert_eq!(words.title.unwrap().as_str(), "Help & more");
        assert_eq!(words.greeting.unwrap().as_str(), "5 < 6");
        let suggestions: Vec<&str> = words.suggestions.iter().map(Suggestion::as_str).collect();
        assert_eq!(suggestions, ["Where?", "How?"]);
    }
}
