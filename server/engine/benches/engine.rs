//! What a question costs, stage by stage, and what publishing costs, on synthetic text.

use criterion::{BatchSize, Criterion};
use engine::{ArticleContent, Bot, Content, Snapshot, TextContent, Thresholds, Tokens};
use model::{id::ArticleId, text::Locale};
use std::hint::black_box;
use uuid::Uuid;

/// A source of numbers that look random and are always the same.
struct Numbers(u64);

impl Numbers {
    fn below(&mut self, bound: usize) -> usize {
        self.0 = self
            .0
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1);
        (self.0 >> 33) as usize % bound
    }

    /// A word of two to four syllables, by its number: the same number is the same word.
    fn word(number: usize) -> String {
        const SYLLABLES: [&str; 16] = [
            "ta", "ner", "lo", "ris", "ka", "men", "po", "del", "vi", "sur", "ba", "tin", "go",
            "fel", "ma", "shu",
        ];
        let mut syllables = Numbers(number as u64 + 1);
        let n = 2 + syllables.below(3);
        (0..n)
            .map(|_| SYLLABLES[syllables.below(SYLLABLES.len())])
            .collect()
    }

    /// A question about an article: common words, with some that are the article's own.
    fn question(&mut self, article: usize) -> String {
        let n = 6 + self.below(5);
        let words = (0..n).map(|_| match self.below(3) {
            0 => Numbers::word(10_000 + article * 6 + self.below(6)),
            1 => Numbers::word(self.below(60)),
            _ => Numbers::word(100 + self.below(1_500)),
        });
        words.collect::<Vec<_>>().join(" ")
    }
}

fn content(n_articles: usize, n_utterances: usize) -> Content {
    let locale = Locale::parse("en").expect("a locale");
    let mut numbers = Numbers(7);
    let article = |at: usize| ArticleContent {
        id: ArticleId::from_uuid(Uuid::from_u128(
            0x0190_0000_0000_7000_8000_0000_0000_0000 + at as u128,
        )),
        texts: vec![TextContent {
            locale: locale.clone(),
            title: numbers.question(at),
            utterances: (1..n_utterances).map(|_| numbers.question(at)).collect(),
            answer: (0..4).map(|_| numbers.question(at) + ". ").collect(),
        }],
    };
    Content {
        articles: (0..n_articles).map(article).collect(),
        locale: locale.clone(),
    }
}

fn questions(n_articles: usize) -> Vec<String> {
    let mut numbers = Numbers(99);
    let mut question = |at: usize| {
        let question = numbers.question(at % n_articles);
        // Every other question has a typing error: two letters swapped.
        let mut letters: Vec<char> = question.chars().collect();
        let place = numbers.below(letters.len() - 1);
        letters.swap(place, place + at % 2);
        letters.into_iter().collect()
    };
    (0..512).map(&mut question).collect()
}

fn cut(criterion: &mut Criterion) {
    let questions = questions(125);
    let mut at = 0;
    criterion.bench_function("cut", |bencher| {
        bencher.iter(|| {
            at = (at + 1) % questions.len();
            black_box(Tokens::cut(&questions[at], None))
        });
    });
}

fn rank(criterion: &mut Criterion) {
    for (n_articles, n_utterances) in [(125, 8), (1_000, 5)] {
        let snapshot = Snapshot::compile(&content(n_articles, n_utterances));
        let bot = Bot::new(snapshot, Thresholds::default());
        let questions = questions(n_articles);
        let tokens: Vec<Tokens> = questions
            .iter()
            .map(|text| Tokens::cut(text, None))
            .collect();
        let mut at = 0;
        criterion.bench_function(&format!("rank, {n_articles} articles"), |bencher| {
            bencher.iter(|| {
                at = (at + 1) % tokens.len();
                black_box(bot.rank(&tokens[at]))
            });
        });
    }
}

fn publish(criterion: &mut Criterion) {
    for (n_articles, n_utterances) in [(125, 8), (1_000, 5)] {
        let content = content(n_articles, n_utterances);
        let snapshot = Snapshot::compile(&content);
        criterion.bench_function(&format!("compile, {n_articles} articles"), |bencher| {
            bencher.iter(|| black_box(Snapshot::compile(&content)));
        });
        criterion.bench_function(&format!("load, {n_articles} articles"), |bencher| {
            bencher.iter_batched(
                || snapshot.clone(),
                |snapshot| Bot::new(snapshot, Thresholds::default()),
                BatchSize::LargeInput,
            );
        });
    }
}

fn main() {
    let mut criterion = Criterion::default().sample_size(20).configure_from_args();
    cut(&mut criterion);
    rank(&mut criterion);
    publish(&mut criterion);
    criterion.final_summary();
}
