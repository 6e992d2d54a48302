//! The command line: a contract that people script against.

use clap::{Args, Parser, Subcommand};
use model::{
    access::Role,
    id::{BotId, KeyId, WorkspaceId},
    rights::Preset,
};
use std::path::PathBuf;

/// A chatbot platform in one binary: the backoffice, the dialog API and the dialog box.
#[derive(Debug, Parser)]
#[command(name = "parlance", version, about, propagate_version = true)]
pub struct Cli {
    /// Flags that every command takes.
    #[command(flatten)]
    pub common: Common,
    /// What to do.
    #[command(subcommand)]
    pub command: Command,
}

/// Flags that every command takes.
#[derive(Clone, Debug, Args)]
pub struct Common {
    /// Where data, keys and parlance.toml are kept.
    #[arg(
        long,
        global = true,
        value_name = "DIR",
        env = "PARLANCE_DATA_DIR",
        default_value = "data"
    )]
    pub data_dir: PathBuf,
    /// Settings file in place of parlance.toml in the data directory.
    #[arg(long, global = true, value_name = "FILE")]
    pub config: Option<PathBuf>,
    /// Print one JSON object on stdout; messages go to stderr.
    #[arg(long, global = true)]
    pub json: bool,
}

/// What to do.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Start the server; creates and migrates what is missing.
    Serve(Listen),
    /// Start the server with a sample workspace: our help centre as a bot in two languages.
    Demo(Demo),
    /// Workspaces.
    #[command(subcommand)]
    Workspace(Workspace),
    /// Members of a workspace.
    #[command(subcommand)]
    Member(Member),
    /// API keys.
    #[command(subcommand)]
    Key(Key),
    /// Bots.
    #[command(subcommand)]
    Bot(Bot),
    /// A bot's articles.
    #[command(subcommand)]
    Knowledge(Knowledge),
    /// Make a bot's draft the version that answers.
    Publish(OneBot),
    /// Ask a bot, and print the reply as the API would give it.
    Ask(Ask),
    /// Measure how well a bot, or the engine on a labelled file, tells questions apart.
    Evaluate(Evaluate),
    /// The audit trail.
    #[command(subcommand)]
    Audit(Audit),
    /// List every route and server function with the permission it needs.
    Routes,
    /// Say what is set, from where, and what is unsafe.
    Doctor,
}

/// The audit trail.
#[derive(Debug, Subcommand)]
pub enum Audit {
    /// Look for events that were changed, taken out or cut off.
    Verify,
}

/// Where to listen.
#[derive(Debug, Args)]
pub struct Listen {
    /// Address and port of the public listener; port 0 is any free one.
    #[arg(long, value_name = "ADDR:PORT")]
    pub listen: Option<String>,
}

/// The sample workspace.
#[derive(Debug, Args)]
pub struct Demo {
    /// Where to listen.
    #[command(flatten)]
    pub listen: Listen,
    /// How much is in it when it is made: `large` adds a shop's bot with 300 articles and a year of
    /// 20,000 conversations.
    #[arg(long, value_enum, default_value_t = DemoSize::Small)]
    pub size: DemoSize,
}

/// How much is in the sample workspace.
#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
pub enum DemoSize {
    /// Our help centre.
    Small,
    /// A shop besides, as busy as a real one.
    Large,
}

/// Workspaces.
#[derive(Debug, Subcommand)]
pub enum Workspace {
    /// Add a workspace.
    Add {
        /// What it is called.
        #[arg(long)]
        name: String,
    },
}

/// Members of a workspace.
#[derive(Debug, Subcommand)]
pub enum Member {
    /// Add a member. Without a password they get a one-time link.
    Add {
        /// The workspace.
        #[arg(long, value_name = "ID")]
        workspace: WorkspaceId,
        /// Their e-mail address.
        #[arg(long)]
        email: String,
        /// owner, admin or member.
        #[arg(long)]
        role: Role,
        /// What a member has of the bots: nothing, analyst, reader, editor or manager.
        #[arg(long, default_value = "nothing")]
        rights: Preset,
        /// A bot that the rights are for; may be repeated. Without it, all that there are.
        #[arg(long, value_name = "ID")]
        bot: Vec<BotId>,
        /// Read their password from the first line of stdin.
        #[arg(long)]
        password_stdin: bool,
    },
    /// Take the second factor of somebody away who has lost phone and recovery codes.
    ResetFactor {
        /// Their e-mail address.
        #[arg(long)]
        email: String,
    },
}

/// API keys.
#[derive(Debug, Subcommand)]
pub enum Key {
    /// Add an API key; it is shown once.
    Add {
        /// The workspace.
        #[arg(long, value_name = "ID")]
        workspace: WorkspaceId,
        /// What it is for.
        #[arg(long)]
        name: String,
        /// A bot that it is limited to; may be repeated.
        #[arg(long, value_name = "ID")]
        bot: Vec<BotId>,
        /// Something that it may do, as area:right; may be repeated. Areas: bots, knowledge,
        /// conversations, analytics, settings; rights: read, write. Without it, all of them.
        #[arg(long, value_name = "AREA:RIGHT")]
        scope: Vec<String>,
        /// Days until it ends; without it, never.
        #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(1..=3650))]
        days: Option<u32>,
    },
    /// End an API key and its tokens at once.
    Revoke {
        /// The workspace.
        #[arg(long, value_name = "ID")]
        workspace: WorkspaceId,
        /// The key.
        #[arg(long, value_name = "ID")]
        key: KeyId,
    },
    /// Sign access tokens with another key from here on; tokens that were given work until they end.
    RotateSigning,
}

/// Bots.
#[derive(Debug, Subcommand)]
pub enum Bot {
    /// Add a bot.
    Add {
        /// The workspace.
        #[arg(long, value_name = "ID")]
        workspace: WorkspaceId,
        /// What it is called.
        #[arg(long)]
        name: String,
        /// Its default language: fr, en, …
        #[arg(long)]
        locale: String,
        /// A domain that its dialog box may stand on; may be repeated.
        #[arg(long, value_name = "D")]
        domain: Vec<String>,
    },
    /// List bots, of one workspace or of all.
    List {
        /// The workspace.
        #[arg(long, value_name = "ID")]
        workspace: Option<WorkspaceId>,
        /// Those that are archived, instead of those at work.
        #[arg(long)]
        archived: bool,
    },
    /// Make a bot with the articles and settings of another.
    Duplicate {
        /// The bot to copy.
        #[arg(long, value_name = "ID")]
        bot: BotId,
        /// What the copy is called.
        #[arg(long)]
        name: String,
    },
    /// Put a bot away: it answers nobody, and nothing of it is lost.
    Archive(OneBot),
    /// Bring an archived bot back.
    Restore(OneBot),
}

/// A bot's articles.
#[derive(Debug, Subcommand)]
pub enum Knowledge {
    /// Import articles from a .csv, .tsv or .jsonl file.
    Import {
        /// The bot.
        #[arg(long, value_name = "ID")]
        bot: BotId,
        /// The file, with question, utterances, answer, topic, locale and key.
        file: PathBuf,
        /// The file holds text<TAB>label: each label becomes an article.
        #[arg(long)]
        labelled: bool,
        /// Publish when done.
        #[arg(long)]
        publish: bool,
        /// Say what would change, and change nothing.
        #[arg(long, conflicts_with = "publish")]
        dry_run: bool,
    },
    /// Print the draft's articles in the form that import reads.
    Export {
        /// The bot.
        #[arg(long, value_name = "ID")]
        bot: BotId,
        /// The form of the file.
        #[arg(long, value_enum, default_value = "jsonl")]
        format: Format,
    },
}

/// The form of an exported file.
#[derive(Clone, Copy, Debug, clap::ValueEnum)]
pub enum Format {
    /// One JSON object a line.
    Jsonl,
    /// Comma-separated with a header line.
    Csv,
}

/// One bot.
#[derive(Debug, Args)]
pub struct OneBot {
    /// The bot.
    #[arg(long, value_name = "ID")]
    pub bot: BotId,
}

/// A question to a bot.
#[derive(Debug, Args)]
pub struct Ask {
    /// The bot.
    #[arg(long, value_name = "ID")]
    pub bot: BotId,
    /// Ask the draft rather than what is published.
    #[arg(long)]
    pub draft: bool,
    /// The page's language.
    #[arg(long, value_name = "L")]
    pub locale: Option<String>,
    /// The channel: box, or api (the default).
    #[arg(long, value_name = "C")]
    pub channel: Option<String>,
    /// Add the engine's view: candidates with their confidence.
    #[arg(long)]
    pub explain: bool,
    /// The question.
    pub question: String,
}

/// A measurement.
#[derive(Debug, Args)]
pub struct Evaluate {
    /// The bot to measure.
    #[arg(
        long,
        value_name = "ID",
        required_unless_present = "train",
        conflicts_with = "train"
    )]
    pub bot: Option<BotId>,
    /// Measure the draft rather than what is published.
    #[arg(long, requires = "bot")]
    pub draft: bool,
    /// Learn from this labelled file (text<TAB>label) rather than from a bot.
    #[arg(long, value_name = "FILE.tsv")]
    pub train: Option<PathBuf>,
    /// Measure on the learnt file itself, a K-th part at a time.
    #[arg(long, value_name = "K", requires = "train", value_parser = clap::value_parser!(u32).range(2..=100))]
    pub folds: Option<u32>,
    /// The questions' language.
    #[arg(long, value_name = "L")]
    pub locale: Option<String>,
    /// The questions: text<TAB>expected (article id, title, key or label; `-` for none).
    #[arg(required_unless_present = "folds")]
    pub file: Option<PathBuf>,
    /// Write text, expected, predicted, confidence and decision of each question here.
    #[arg(long, value_name = "OUT.tsv")]
    pub predictions: Option<PathBuf>,
}
