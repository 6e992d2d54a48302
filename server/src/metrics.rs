//! What is counted, for Prometheus.

use domain::platform::Platform;
use model::turn::TurnKind;
use prometheus_client::{
    encoding::{EncodeLabelSet, text},
    metrics::{counter::Counter, family::Family, gauge::Gauge, histogram::Histogram},
    registry::Registry,
};
use std::time::Duration;

#[derive(Clone, Debug, PartialEq, Eq, Hash, EncodeLabelSet)]
struct Status {
    status: u16,
}

#[derive(Clone, Debug, PartialEq, Eq, Hash, EncodeLabelSet)]
struct Kind {
    kind: &'static str,
}

/// Seconds from a question's arrival to its acknowledgement.
const BUCKETS: [f64; 9] = [0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.1, 0.5, 2.0];

/// What is counted.
pub struct Metrics {
    platform: Platform,
    registry: Registry,
    requests: Family<Status, Counter>,
    turns: Family<Kind, Counter>,
    seconds: Histogram,
    waiting: Gauge,
}

impl Metrics {
    /// Everything at zero.
    pub fn new(platform: Platform) -> Self {
        let requests = Family::default();
        let turns = Family::default();
        let seconds = Histogram::new(BUCKETS);
        let waiting = Gauge::default();
        let mut registry = Registry::with_prefix("parlance");
        registry.register(
            "http_requests",
            "Requests answered, by status",
            requests.clone(),
        );
        registry.register(
            "turns",
            "Questions answered, by what the bot did",
            turns.clone(),
        );
        registry.register(
            "turn_seconds",
            "From arrival to acknowledgement",
            seconds.clone(),
        );
        registry.register("turns_waiting", "Turns not yet on disk", waiting.clone());
        Self {
            platform,
            registry,
            requests,
            turns,
            seconds,
            waiting,
        }
    }

    /// Counts an answer.
    pub fn count_request(&self, status: u16) {
        self.requests.get_or_create(&Status { status }).inc();
    }

    /// Counts a turn that was acknowledged.
    pub fn count_turn(&self, kind: TurnKind, elapsed: Duration) {
        self.turns
            .get_or_create(&Kind {
                kind: kind.as_str(),
            })
            .inc();
        self.seconds.observe(elapsed.as_secs_f64());
    }

    /// Everything, in the text form of OpenMetrics.
    pub fn text(&self) -> String {
        self.waiting
            .set(i64::try_from(self.platform.n_turns_waiting()).unwrap_or(i64::MAX));
        let mut out = String::new();
        // Writing into a string does not fail.
        let _ = text::encode(&mut out, &self.registry);
        out
    }
}
