//! A shop's bot, as busy as a real one: 300 articles and a year of conversations. All of it follows
//! from a fixed seed, so that two machines see the same shop.

use domain::{
    access::{Bots, Dialog, Door, Knowledge, Write},
    bots::{self, BotDraft},
    conversations::{self, PastConversation},
    knowledge::{self, ImportOptions, Row},
};
use model::{
    id::WorkspaceId,
    text::{Locale, Question},
    time::{DAY_MS, MINUTE_MS, Timestamp},
    turn::{Audience, Rating},
};

const CONVERSATIONS: usize = 20_000;
/// Conversations that are answered and recorded at a time.
const AT_ONCE: usize = 1_000;
const DAYS: i64 = 365;

/// What the shop sells, and the part of it that does.
const THINGS: [(&str, &str); 20] = [
    ("lamp", "Lighting"),
    ("light bulb", "Lighting"),
    ("candle", "Lighting"),
    ("sofa", "Furniture"),
    ("armchair", "Furniture"),
    ("table", "Furniture"),
    ("bookcase", "Furniture"),
    ("mattress", "Bedroom"),
    ("duvet", "Bedroom"),
    ("pillow", "Bedroom"),
    ("wardrobe", "Bedroom"),
    ("saucepan", "Kitchen"),
    ("knife", "Kitchen"),
    ("coffee maker", "Kitchen"),
    ("kettle", "Kitchen"),
    ("bicycle", "Outdoors"),
    ("tent", "Outdoors"),
    ("rucksack", "Outdoors"),
    ("lawn mower", "Garden"),
    ("garden hose", "Garden"),
];

/// What people want with it: the question, two other wordings, and the answer, `@` for the thing.
const WISHES: [[&str; 4]; 15] = [
    [
        "How do I return a @?",
        "send back my @",
        "I want to give the @ back",
        "You can return a @ within 30 days. Print the label from your order and take the parcel to any post office.",
    ],
    [
        "How do I clean a @?",
        "my @ is dirty",
        "how to wash the @",
        "Wipe the @ with a damp cloth and a little mild soap. Never use bleach.",
    ],
    [
        "Where is my @?",
        "track the delivery of my @",
        "when does the @ arrive",
        "Your order page shows where the @ is, with the carrier’s own link once it has left us.",
    ],
    [
        "How long is the warranty on a @?",
        "@ guarantee period",
        "is my @ still covered",
        "Every @ has two years of warranty, counted from the day it was delivered.",
    ],
    [
        "My @ is broken, what can I do?",
        "the @ stopped working",
        "repair a damaged @",
        "Write to us with a photo of the @. We repair it, or send another, within a week.",
    ],
    [
        "How do I put the @ together?",
        "assembly instructions for the @",
        "@ manual",
        "The manual of the @ is in the box and on its product page, with a film of each step.",
    ],
    [
        "Which sizes does the @ come in?",
        "dimensions of the @",
        "how big is the @",
        "The product page of each @ lists its sizes under “Details”.",
    ],
    [
        "Can I change my order of a @?",
        "I ordered the wrong @",
        "swap the @ for another",
        "As long as the @ has not been packed you can change the order yourself, under “My orders”.",
    ],
    [
        "What does delivery of a @ cost?",
        "shipping price for a @",
        "is the @ delivered for free",
        "A @ is delivered free of charge from 50 €, below that for 4.90 €.",
    ],
    [
        "Is the @ in stock in my shop?",
        "@ availability near me",
        "do you have the @ in store",
        "Choose your shop at the top of the page: each @ then shows how many are there.",
    ],
    [
        "Can I pay for the @ in instalments?",
        "buy a @ now and pay later",
        "monthly payment for the @",
        "From 100 € on you can pay for a @ in three or six parts, without interest.",
    ],
    [
        "Which spare parts are there for a @?",
        "replacement part for my @",
        "I lost a piece of the @",
        "Spare parts for a @ are kept for ten years. Give us the number under it and we send the part.",
    ],
    [
        "How do I dispose of an old @?",
        "recycle my @",
        "take away the old @",
        "When we deliver a new @, we take the old one with us if you tell us in the order.",
    ],
    [
        "Do you sell a used @?",
        "second hand @",
        "refurbished @",
        "Look under “Second life”: a @ that came back and was checked costs a third less.",
    ],
    [
        "Can I have the @ gift-wrapped?",
        "@ as a present",
        "wrap the @",
        "Tick “This is a present” for the @ in the basket: it comes wrapped, and without a price.",
    ],
];

/// What a shop does not know, or can't tell what it is about.
const ODD: [&str; 16] = [
    "Who won the world cup?",
    "Do you have jobs for students?",
    "returns",
    "delivery",
    "hello are you a real person",
    "what is the weather tomorrow",
    "my neighbour bought the same",
    "I need a person please",
    "can I bring my dog to the shop",
    "your website is slow",
    "bonjour, où est mon colis ?",
    "which phone has the best camera",
    "warranty",
    "do you price match",
    "is the founder still alive",
    "asdf",
];

const PAGES: [&str; 8] = [
    "https://shop.example.com/",
    "https://shop.example.com/orders",
    "https://shop.example.com/help",
    "https://shop.example.com/lighting",
    "https://shop.example.com/furniture",
    "https://shop.example.com/kitchen",
    "https://shop.example.com/garden",
    "https://shop.example.com/basket",
];

/// Conversations by hour of the day, in hundredths of the busiest.
const HOURS: [u64; 24] = [
    6, 3, 2, 1, 1, 3, 9, 22, 45, 70, 88, 92, 80, 74, 82, 90, 86, 78, 84, 100, 96, 70, 38, 16,
];

/// Makes the shop's bot and lets a year go by.
pub(super) async fn open(door: &Door, workspace: WorkspaceId) -> anyhow::Result<()> {
    let access = door.open_workspace::<Write<Bots>>(workspace).await?;
    let draft = BotDraft {
        name: "Shop".into(),
        locale: "en".into(),
        domains: vec!["shop.example.com".into()],
    };
    let bot = bots::create(&access, &draft).await?;
    let access = door.open::<Write<Knowledge>>(bot).await?;
    let imported = knowledge::import(&access, &articles(), ImportOptions::default()).await?;
    anyhow::ensure!(imported.refused.is_empty(), "{:?}", imported.refused);
    knowledge::publish(&access).await?;
    let access = door.open::<Write<Dialog>>(bot).await?;
    let mut chance = Chance(20_261_125);
    let begins = year(door.greet().now(), &mut chance);
    for some in begins.chunks(AT_ONCE) {
        let past: anyhow::Result<Vec<_>> = some
            .iter()
            .map(|at| conversation(*at, &mut chance))
            .collect();
        conversations::record_past(&access, &past?).await?;
    }
    Ok(())
}

fn articles() -> Vec<Row> {
    let mut rows = Vec::new();
    for (thing, topic) in THINGS {
        for [question, first, second, answer] in WISHES {
            let of = |text: &str| text.replace('@', thing);
            rows.push(Row {
                line: u64::try_from(rows.len()).unwrap_or(u64::MAX) + 1,
                key: of(question),
                question: of(question),
                utterances: vec![of(first), of(second)],
                answer: of(answer),
                topic: topic.to_owned(),
                locale: "en".to_owned(),
                ..Row::default()
            });
        }
    }
    rows
}

/// When conversations began: more towards the end of the year, fewer at night and on Sundays.
fn year(now: Timestamp, chance: &mut Chance) -> Vec<Timestamp> {
    let mut begins = Vec::with_capacity(CONVERSATIONS);
    while begins.len() < CONVERSATIONS {
        let back = i64::try_from(chance.below(u64::try_from(DAYS * DAY_MS).unwrap_or(1)));
        let at = now.plus_millis(-back.unwrap_or(0) - MINUTE_MS);
        let day = at.as_millis().div_euclid(DAY_MS);
        let hour = usize::try_from(at.as_millis().rem_euclid(DAY_MS) / (60 * MINUTE_MS));
        let mut weight = HOURS[hour.unwrap_or(0)];
        // The first of January 1970 was a Thursday.
        weight = match (day + 3).rem_euclid(7) {
            6 => weight / 2,
            5 => weight * 3 / 4,
            _ => weight,
        };
        let age = u64::try_from(now.millis_since(at) / DAY_MS).unwrap_or(0);
        if chance.below(100) < weight && chance.below(600) > age {
            begins.push(at);
        }
    }
    begins.sort_unstable();
    begins
}

fn conversation(at: Timestamp, chance: &mut Chance) -> anyhow::Result<PastConversation> {
    let n_questions = 1 + usize::try_from(chance.below(6) * chance.below(6) / 8)?;
    let questions: Result<Vec<Question>, _> = (0..n_questions)
        .map(|_| Question::parse(&question(chance)))
        .collect();
    let audience = match chance.below(40) {
        0 => Audience::Automated,
        1 => Audience::Test,
        _ => Audience::Visitor,
    };
    let locale = ["en", "en", "en", "en", "en-GB", "fr", "de", "es"][chance.pick(8)];
    Ok(PastConversation {
        at,
        audience,
        locale: Some(Locale::parse(locale)?),
        page: Some(PAGES[chance.pick(PAGES.len())].to_owned()),
        questions: questions?,
        rating: match chance.below(20) {
            0 | 1 => Some(Rating::Up),
            2 => Some(Rating::Down),
            _ => None,
        },
    })
}

fn question(chance: &mut Chance) -> String {
    if chance.below(100) < 17 {
        return ODD[chance.pick(ODD.len())].to_owned();
    }
    // Some things are asked about more than others.
    let (thing, _) = THINGS[chance.pick(THINGS.len()).min(chance.pick(THINGS.len()))];
    let wish = WISHES[chance.pick(WISHES.len()).min(chance.pick(WISHES.len()))];
    let text = wish[chance.pick(3)].replace('@', thing);
    if chance.below(5) > 0 {
        return text;
    }
    let mut letters: Vec<char> = text.chars().collect();
    let at = chance.pick(letters.len() - 1);
    letters.swap(at, at + 1);
    letters.into_iter().collect()
}

/// Numbers that look drawn and are the same each time (SplitMix64, public domain).
struct Chance(u64);

impl Chance {
    const fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    const fn below(&mut self, end: u64) -> u64 {
        self.next() % end
    }

    fn pick(&mut self, n: usize) -> usize {
        usize::try_from(self.below(n as u64)).unwrap_or(0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_shop_is_the_same_on_every_machine() {
        let now = Timestamp::from_millis(1_795_600_800_000);
        let (mut one, mut other) = (Chance(7), Chance(7));
        assert_eq!(year(now, &mut one), year(now, &mut other));
        assert_eq!(question(&mut one), question(&mut other));
        assert_eq!(articles().len(), 300);
    }
}
