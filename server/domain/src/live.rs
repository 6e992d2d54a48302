//! The bots that answer, in memory: each an immutable published version, swapped whole.

use crate::{
    asked::Weeks,
    failure::OrInternal,
    knowledge::{self, VersionContent},
    platform::Platform,
};
use engine::{Bot, Snapshot};
use lru::LruCache;
use model::{
    article::ArticleText,
    bot::BotSettings,
    error::{AppError, AppResult},
    id::{ArticleId, BotId, WorkspaceId},
    synonyms::ListedGroup,
    text::{Locale, Name},
    time::Timestamp,
};
use std::{
    collections::HashMap,
    num::NonZeroUsize,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};
use store::{articles::Head, bots::BotHead, versions::Version};

/// The most bots that are kept in memory; the one not asked for longest makes way.
const BOTS: NonZeroUsize = NonZeroUsize::new(256).expect("not zero");

/// The most drafts that are kept in memory, and the most bots of which the rest is.
const DRAFTS: NonZeroUsize = NonZeroUsize::new(8).expect("not zero");

/// A bot that answers.
#[derive(Debug)]
pub(crate) struct LiveBot {
    pub workspace: WorkspaceId,
    pub name: Name,
    pub locale: Locale,
    pub settings: BotSettings,
    pub version: u32,
    pub engine: Bot,
    pub articles: HashMap<ArticleId, Vec<ArticleText>>,
    /// When an article's time comes or is over, and the bot has to be made anew.
    until: Option<Timestamp>,
}

impl LiveBot {
    /// A bot of this content, which the snapshot was compiled from, as it answers at a time.
    pub fn new(
        head: BotHead,
        version: u32,
        content: VersionContent,
        snapshot: Snapshot,
        now: Timestamp,
    ) -> Self {
        let closed = content.closed(now);
        let until = content.next_change(now);
        let engine = Bot::new(snapshot, knowledge::thresholds_of(&head.settings));
        let engine = engine.without(&closed);
        let VersionContent {
            locale, articles, ..
        } = content;
        let articles = articles
            .into_iter()
            .map(|article| (article.id, article.texts))
            .collect();
        let (workspace, name, settings) = (head.workspace, head.name, head.settings);
        Self {
            workspace,
            name,
            locale,
            settings,
            version,
            engine,
            articles,
            until,
        }
    }

    /// Whether it answers at this time as it did when it was made.
    pub fn holds(&self, at: Timestamp) -> bool {
        self.until.is_none_or(|until| at < until)
    }

    /// An article's text in a language, or in the nearest there is.
    pub fn text(&self, article: ArticleId, locale: &Locale) -> Option<&ArticleText> {
        knowledge::nearest_text(self.articles.get(&article)?, locale, &self.locale)
    }
}

/// What a bot's articles are called, and their topics.
pub(crate) type Heads = HashMap<ArticleId, Head>;

/// The bots in memory.
#[derive(Debug)]
pub(crate) struct LiveBots {
    bots: Mutex<LruCache<BotId, Arc<LiveBot>>>,
    /// Drafts that were tried out lately.
    pub drafts: ByRevision<Arc<LiveBot>>,
    /// Where the synonyms of drafts are used.
    pub synonyms: ByRevision<Arc<[ListedGroup]>>,
    /// What articles are called.
    pub heads: ByRevision<Arc<Heads>>,
    /// How often articles answered lately, as of what was counted, and up to which day.
    pub uses: ByRevision<(i64, Arc<HashMap<ArticleId, u64>>)>,
    /// How often questions were asked lately, as of what was counted, and in which hour.
    pub weeks: ByRevision<(i64, Arc<Weeks>)>,
    /// Held while one is loaded, so that a hundred requests at once load it once.
    loading: tokio::sync::Mutex<()>,
}

impl Default for LiveBots {
    fn default() -> Self {
        let bots = Mutex::new(LruCache::new(BOTS));
        Self {
            bots,
            drafts: ByRevision::new(DRAFTS),
            synonyms: ByRevision::new(DRAFTS),
            heads: ByRevision::new(DRAFTS),
            uses: ByRevision::new(DRAFTS),
            weeks: ByRevision::new(DRAFTS),
            loading: tokio::sync::Mutex::new(()),
        }
    }
}

/// What is made of what bots have: of each bot's, that of one revision.
#[derive(Debug)]
pub(crate) struct ByRevision<T>(Mutex<LruCache<BotId, (i64, T)>>);

impl<T: Clone> ByRevision<T> {
    fn new(most: NonZeroUsize) -> Self {
        Self(Mutex::new(LruCache::new(most)))
    }

    fn kept(&self) -> MutexGuard<'_, LruCache<BotId, (i64, T)>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// What was made, if the revision is still this one.
    pub fn get(&self, bot: BotId, revision: i64) -> Option<T> {
        let mut kept = self.kept();
        let (of, made) = kept.get(&bot)?;
        (*of == revision).then(|| made.clone())
    }

    /// Keeps what was made.
    pub fn keep(&self, bot: BotId, revision: i64, made: T) {
        self.kept().put(bot, (revision, made));
    }
}

impl LiveBots {
    fn bots(&self) -> MutexGuard<'_, LruCache<BotId, Arc<LiveBot>>> {
        self.bots.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn kept(&self, platform: &Platform, bot: BotId) -> Option<Arc<LiveBot>> {
        let kept = self.bots().get(&bot).cloned();
        kept.filter(|live| live.holds(platform.now()))
    }

    /// The bot, loaded if need be. One that is unknown, disabled or unpublished is not found.
    pub async fn get(&self, platform: &Platform, bot: BotId) -> AppResult<Arc<LiveBot>> {
        match self.kept(platform, bot) {
            Some(live) => Ok(live),
            // Boxed, since it is rare and large: every question would carry it along.
            None => Box::pin(self.load_once(platform, bot)).await,
        }
    }

    async fn load_once(&self, platform: &Platform, bot: BotId) -> AppResult<Arc<LiveBot>> {
        let _one_at_a_time = self.loading.lock().await;
        if let Some(live) = self.kept(platform, bot) {
            return Ok(live);
        }
        let live = Arc::new(load(platform, bot).await?);
        self.bots().put(bot, live.clone());
        Ok(live)
    }

    /// Loads a bot again that is in memory, after it changed. The old one answers until then.
    pub async fn refresh(&self, platform: &Platform, bot: BotId) -> AppResult<()> {
        let _one_at_a_time = self.loading.lock().await;
        if !self.bots().contains(&bot) {
            return Ok(());
        }
        match load(platform, bot).await {
            Ok(live) => {
                self.bots().put(bot, Arc::new(live));
                Ok(())
            }
            Err(AppError::NotFound) => {
                self.bots().pop(&bot);
                Ok(())
            }
            Err(error) => Err(error),
        }
    }
}

impl LiveBots {
    /// Takes a bot out of memory; the next question loads it again.
    pub fn forget(&self, bot: BotId) {
        self.bots().pop(&bot);
    }
}

async fn load(platform: &Platform, bot: BotId) -> AppResult<LiveBot> {
    let mut tx = platform.db().read().await.or_internal("loading a bot")?;
    let head = store::bots::find_head(&mut tx, bot)
        .await
        .or_internal("loading a bot")?;
    let head = head
        .filter(|head| head.is_enabled)
        .ok_or(AppError::NotFound)?;
    let number = head.version.ok_or(AppError::NotFound)?;
    let version = store::versions::find(&mut tx, bot, number)
        .await
        .or_internal("loading a version")?;
    let version = version.ok_or(AppError::NotFound)?;
    drop(tx);
    let now = platform.now();
    tokio::task::spawn_blocking(move || build(head, number, &version, now))
        .await
        .map_err(|_| AppError::Internal)?
}

fn build(head: BotHead, number: u32, version: &Version, now: Timestamp) -> AppResult<LiveBot> {
    let content: VersionContent =
        serde_json::from_str(&version.content).or_internal("reading a version")?;
    let is_whole = Snapshot::hash(&version.snapshot) == version.snapshot_hash;
    let snapshot = Snapshot::from_bytes(&version.snapshot)
        .ok()
        .filter(|_| is_whole);
    // A snapshot is a function of the content: damaged, or of an older engine, it is made again.
    let snapshot = snapshot.unwrap_or_else(|| content.compile());
    Ok(LiveBot::new(head, number, content, snapshot, now))
}
