//! What every use case stands on: the database, the bots in memory, time, randomness, limits.

use crate::{
    boxes::Noted,
    conversations::{Recorder, States},
    countries::Countries,
    failure::OrInternal,
    fetch::Fetcher,
    limits::SlidingWindow,
    live::LiveBots,
    mail::{Mail, Mailer},
    refusals::Refusals,
    secrets::{Handles, Links, MasterKey, ResetLinks, Sealer, SignInKeys, Vault},
    source::{Clock, Randomness},
    tokens::Signing,
};
use model::{
    id::NodeId,
    posture::Check,
    time::{MINUTE_MS, Timestamp},
    turn::ServerRole,
};
use std::{
    fmt,
    sync::{Arc, OnceLock},
};
use store::{Db, StoreError};

/// The platform, cheap to clone.
#[derive(Clone)]
pub struct Platform(Arc<Inner>);

struct Inner {
    db: Db,
    node: NodeId,
    role: ServerRole,
    clock: Arc<dyn Clock>,
    random: Arc<dyn Randomness>,
    handles: Handles,
    sealer: Sealer,
    reset_links: ResetLinks,
    sign_in_keys: SignInKeys,
    refusals: Refusals,
    checks: OnceLock<Vec<(Check, bool)>>,
    mailer: Arc<dyn Mailer>,
    countries: Countries,
    fetcher: Arc<dyn Fetcher>,
    checks_links: bool,
    url: OnceLock<String>,
    links: Links,
    vault: Arc<Vault>,
    signing: Signing,
    live: LiveBots,
    states: States,
    recorder: Recorder,
    limits: Limits,
    noted: Noted,
}

impl fmt::Debug for Platform {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Platform")
            .field("node", &self.0.node)
            .finish_non_exhaustive()
    }
}

/// What a platform is made of.
pub struct Parts {
    /// The database, open and migrated.
    pub db: Db,
    /// This node.
    pub node: NodeId,
    /// Whether it has the knowledge or stands in.
    pub role: ServerRole,
    /// The key that others are derived from.
    pub master: MasterKey,
    /// Tells the time.
    pub clock: Arc<dyn Clock>,
    /// Makes ids and secrets.
    pub random: Arc<dyn Randomness>,
    /// How often things may happen.
    pub limits: LimitSettings,
    /// Takes mails on their way.
    pub mailer: Arc<dyn Mailer>,
    /// Fetches what is elsewhere.
    pub fetcher: Arc<dyn Fetcher>,
    /// Whether addresses in articles are looked at.
    pub checks_links: bool,
    /// The address that access tokens name as their issuer; may be empty.
    pub issuer: String,
    /// Where addresses are.
    pub countries: Countries,
}

/// How often things may happen; 0 is no limit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct LimitSettings {
    /// Questions a minute from one address.
    pub talk_per_address: u32,
    /// Sign-ins in a quarter of an hour from one address; as many that fail lock it out.
    pub sign_in_per_address: u32,
    /// Sign-ins that fail in a quarter of an hour with one e-mail; as many lock it out.
    pub sign_in_per_email: u32,
    /// Thumbs and reported faults a minute from one address.
    pub reports_per_address: u32,
    /// What one person asks of the backoffice a minute.
    pub dashboard_per_person: u32,
}

/// The limits with their counts.
#[derive(Debug)]
pub struct Limits {
    pub(crate) talk_per_address: SlidingWindow,
    pub(crate) sign_in_per_address: SlidingWindow,
    /// Tries at signing in that may fail before a lock-out.
    pub(crate) failures_per_address: u32,
    pub(crate) failures_per_email: u32,
    pub(crate) reports_per_address: SlidingWindow,
    pub(crate) search_per_actor: SlidingWindow,
    pub(crate) dashboard_per_person: SlidingWindow,
    pub(crate) resets_per_email: SlidingWindow,
    pub(crate) api_per_caller: SlidingWindow,
    /// Not a limit for callers: how often the trail tells that a program reads something.
    pub(crate) readings_noted: SlidingWindow,
}

/// Searches a minute of one person: more than anybody types.
const SEARCHES: u32 = 240;
/// Mails with a link in a quarter of an hour to one address.
const RESETS: u32 = 5;
/// Calls of the management API a minute with one key, or of one person.
const API_CALLS: u32 = 600;

impl Limits {
    fn new(settings: LimitSettings) -> Self {
        let quarter_ms = 15 * MINUTE_MS;
        Self {
            talk_per_address: SlidingWindow::new(settings.talk_per_address, MINUTE_MS),
            sign_in_per_address: SlidingWindow::new(settings.sign_in_per_address, quarter_ms),
            failures_per_address: settings.sign_in_per_address,
            failures_per_email: settings.sign_in_per_email,
            reports_per_address: SlidingWindow::new(settings.reports_per_address, MINUTE_MS),
            search_per_actor: SlidingWindow::new(SEARCHES, MINUTE_MS),
            dashboard_per_person: SlidingWindow::new(settings.dashboard_per_person, MINUTE_MS),
            resets_per_email: SlidingWindow::new(RESETS, quarter_ms),
            api_per_caller: SlidingWindow::new(API_CALLS, MINUTE_MS),
            readings_noted: SlidingWindow::new(1, 60 * MINUTE_MS),
        }
    }
}

impl Platform {
    /// Makes this node known and starts the recorder of turns.
    pub async fn start(parts: Parts) -> Result<Self, StoreError> {
        let mut tx = parts.db.write().await?;
        store::nodes::ensure(&mut tx, parts.node).await?;
        let last_seq = store::nodes::last_seq(&mut tx, parts.node).await?;
        tx.commit().await?;
        let vault = Arc::new(Vault::new(&parts.master));
        Ok(Self(Arc::new(Inner {
            recorder: Recorder::start(parts.db.clone(), parts.node, last_seq),
            db: parts.db,
            node: parts.node,
            role: parts.role,
            clock: parts.clock,
            random: parts.random,
            handles: Handles::new(&parts.master),
            sealer: Sealer::new(&parts.master),
            reset_links: ResetLinks::new(&parts.master),
            sign_in_keys: SignInKeys::new(&parts.master),
            refusals: Refusals::default(),
            checks: OnceLock::new(),
            mailer: parts.mailer,
            countries: parts.countries,
            fetcher: parts.fetcher,
            checks_links: parts.checks_links,
            url: OnceLock::new(),
            links: Links::new(&parts.master),
            signing: Signing::new(vault.clone(), &parts.issuer),
            vault,
            live: LiveBots::default(),
            states: States::default(),
            limits: Limits::new(parts.limits),
            noted: Noted::default(),
        })))
    }

    /// The database.
    pub fn db(&self) -> &Db {
        &self.0.db
    }

    /// This node.
    pub fn node(&self) -> NodeId {
        self.0.node
    }

    /// Whether this node has the knowledge or stands in.
    pub fn role(&self) -> ServerRole {
        self.0.role
    }

    /// Now.
    pub fn now(&self) -> Timestamp {
        self.0.clock.now()
    }

    /// Where ids and secrets come from.
    pub fn random(&self) -> &dyn Randomness {
        &*self.0.random
    }

    /// Whether the database answers.
    pub async fn check(&self) -> model::error::AppResult<()> {
        let mut tx = self
            .0
            .db
            .read()
            .await
            .or_internal("checking the database")?;
        store::nodes::ping(&mut tx)
            .await
            .or_internal("checking the database")
    }

    /// How many turns wait to be written.
    pub fn n_turns_waiting(&self) -> usize {
        self.0.recorder.n_waiting()
    }

    /// Whether a question from this address may be taken now (D10). Asked before anything else.
    pub fn pass_question(&self, address: std::net::IpAddr) -> model::error::AppResult<()> {
        self.0.limits.talk_per_address.pass(&address, self.now())
    }

    /// Whether a thumb or a reported fault from this address may be taken now.
    pub fn pass_report(&self, address: std::net::IpAddr) -> model::error::AppResult<()> {
        self.0.limits.reports_per_address.pass(&address, self.now())
    }

    /// Writes out the turns that wait, takes no more, and closes the database.
    pub async fn stop(&self) {
        self.0.recorder.stop().await;
        self.0.db.close().await;
    }

    pub(crate) fn handles(&self) -> &Handles {
        &self.0.handles
    }

    /// Tells the address by which people reach this server; the first that is told stays.
    pub fn reached_at(&self, url: String) {
        self.0.url.get_or_init(|| url);
    }

    /// The address that links in mails begin with.
    pub(crate) fn url(&self) -> &str {
        self.0.url.get().map_or("", String::as_str)
    }

    /// Tells how safely this server is set up; what is told first stays.
    pub fn checked(&self, checks: Vec<(Check, bool)>) {
        self.0.checks.get_or_init(|| checks);
    }

    pub(crate) fn checks(&self) -> &[(Check, bool)] {
        self.0.checks.get().map_or(&[], Vec::as_slice)
    }

    /// Where refused requests are counted.
    pub fn refusals(&self) -> &Refusals {
        &self.0.refusals
    }

    /// The mails that are kept for looking at, oldest first: in development, where none goes out.
    pub fn kept_mails(&self) -> Option<Vec<Mail>> {
        self.mailer().kept()
    }

    pub(crate) fn countries(&self) -> &Countries {
        &self.0.countries
    }

    pub(crate) fn mailer(&self) -> &dyn Mailer {
        &*self.0.mailer
    }

    /// The one way to other servers.
    pub fn fetcher(&self) -> &dyn Fetcher {
        &*self.0.fetcher
    }

    pub(crate) fn checks_links(&self) -> bool {
        self.0.checks_links
    }

    pub(crate) fn reset_links(&self) -> &ResetLinks {
        &self.0.reset_links
    }

    pub(crate) fn sign_in_keys(&self) -> &SignInKeys {
        &self.0.sign_in_keys
    }

    pub(crate) fn sealer(&self) -> &Sealer {
        &self.0.sealer
    }

    pub(crate) fn links(&self) -> &Links {
        &self.0.links
    }

    pub(crate) fn vault(&self) -> &Vault {
        &self.0.vault
    }

    pub(crate) fn signing(&self) -> &Signing {
        &self.0.signing
    }

    pub(crate) fn live(&self) -> &LiveBots {
        &self.0.live
    }

    pub(crate) fn states(&self) -> &States {
        &self.0.states
    }

    pub(crate) fn recorder(&self) -> &Recorder {
        &self.0.recorder
    }

    pub(crate) fn noted(&self) -> &Noted {
        &self.0.noted
    }

    pub(crate) fn limits(&self) -> &Limits {
        &self.0.limits
    }
}
