//! Which language a question is in: small words and scripts, counted while it is cut.

use crate::hash;
use model::text::Locale;

/// Languages that are told by their small words, in the order of [`Signal::small`].
const LANGUAGES: [&str; 7] = ["en", "fr", "de", "es", "it", "pt", "nl"];

/// The commonest words that say little else than the language, without accents. A word may
/// stand in several lists.
const SMALL_WORDS: [&str; 7] = [
    "the a an is are was be do does did i you my your me we it this that these what how where when \
     which who why can could should would will to of in on for with from at by and or not if have \
     has there please get want need im dont cant whats any some about",
    "le la les un une des du de au aux et ou est sont suis etes ai as avons avez ont je tu il elle \
     on nous vous ils mon ma mes ton ta tes son sa ses votre vos notre nos ce cet cette ces qui que \
     quoi quel quelle quels quelles comment pourquoi quand combien dans sur pour par avec sans ne \
     pas plus faire puis peut peux dois doit si l d j n c s qu y en a",
    "der die das den dem des ein eine einen einem einer und oder ist sind bin war ich du er sie es \
     wir ihr mein meine meinen dein nicht kein keine wie was wo wann warum welche welcher wer kann \
     konnen muss soll will werden mit von zu zum zur in im auf fur bei aus nach auch noch bitte",
    "el la los las un una unos unas de del al y o es son soy esta estan ser yo tu usted mi mis su \
     sus me te se que como cuando donde cuanto cual cuales por para con sin en no si puedo puede \
     quiero hay tengo este esta lo le",
    "il lo la i gli le un uno una di del della dei delle al alla e o sono sei siamo ho hai ha io tu \
     lui lei mio mia tuo che chi come quando dove quanto quale quali perche per con senza in non si \
     posso puo devo voglio questo questa ci mi c",
    "o a os as um uma de do da dos das ao e ou sou eu voce meu minha seu sua que como quando onde \
     quanto qual quais porque por para com sem em no na nao sim posso pode quero tenho este esta \
     isso me se",
    "de het een en of is zijn ben was ik je jij u hij zij we wij mijn jouw uw niet geen hoe wat \
     waar wanneer waarom welke wie kan kunnen moet wil worden met van naar te in op voor bij uit \
     ook nog dit dat deze er",
];

const SLOTS: usize = 1024;

/// Small words by hash: a key and a bit for each language that has the word.
static TABLE: [(u32, u8); SLOTS] = small_words();

/// Scripts that tell something, in the order of [`Signal::scripts`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Script {
    Latin,
    Arabic,
    Cyrillic,
    Greek,
    Hebrew,
    Hangul,
    Kana,
    Han,
    Thai,
    Indic,
}

/// What a question tells of its language, whatever bot it is for.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Signal {
    /// Small words seen, by language.
    small: [u16; LANGUAGES.len()],
    /// Words that begin in a script.
    scripts: [u16; 10],
}

impl Signal {
    /// Counts one word.
    pub(crate) fn take(&mut self, word: &str, hash: u32) {
        let Some(script) = word.chars().next().and_then(script_of) else {
            return;
        };
        let count = &mut self.scripts[script as usize];
        *count = count.saturating_add(1);
        let mut languages = look_up(hash);
        while languages != 0 {
            let count = &mut self.small[languages.trailing_zeros() as usize];
            *count = count.saturating_add(1);
            languages &= languages - 1;
        }
    }

    /// Points for a language: two for each of its small words, one for each word in its script.
    pub(crate) fn points(&self, locale: &Locale) -> u32 {
        let language = locale.language();
        let small = LANGUAGES
            .iter()
            .position(|known| *known == language)
            .map_or(0, |at| self.small[at]);
        let script = scripts_of(language)
            .iter()
            .map(|script| self.scripts[*script as usize])
            .sum::<u16>();
        2 * u32::from(small) + u32::from(script)
    }
}

/// Whether a character is of a script that is written without spaces between words.
pub(crate) fn is_dense(c: char) -> bool {
    c >= '\u{E00}'
        && matches!(c,
            '\u{E00}'..='\u{EFF}' | '\u{1000}'..='\u{109F}' | '\u{1780}'..='\u{17FF}'
            | '\u{3005}'..='\u{3007}' | '\u{3040}'..='\u{30FF}' | '\u{31F0}'..='\u{31FF}'
            | '\u{3400}'..='\u{4DBF}' | '\u{4E00}'..='\u{9FFF}' | '\u{F900}'..='\u{FAFF}'
            | '\u{20000}'..='\u{3FFFF}')
}

/// Whether a word is one of the commonest of a language, which say little else than that.
pub(crate) fn is_small(hash: u32, locale: &Locale) -> bool {
    let language = locale.language();
    let at = LANGUAGES.iter().position(|known| *known == language);
    at.is_some_and(|at| look_up(hash) & (1 << at) != 0)
}

fn script_of(c: char) -> Option<Script> {
    Some(match c {
        'a'..='z' | '\u{DF}'..='\u{24F}' | '\u{1E00}'..='\u{1EFF}' => Script::Latin,
        '\u{370}'..='\u{3FF}' | '\u{1F00}'..='\u{1FFF}' => Script::Greek,
        '\u{400}'..='\u{52F}' => Script::Cyrillic,
        '\u{590}'..='\u{5FF}' => Script::Hebrew,
        '\u{600}'..='\u{77F}' => Script::Arabic,
        '\u{900}'..='\u{DFF}' => Script::Indic,
        '\u{E00}'..='\u{E7F}' => Script::Thai,
        '\u{3040}'..='\u{30FF}' => Script::Kana,
        '\u{3400}'..='\u{9FFF}' | '\u{20000}'..='\u{3FFFF}' => Script::Han,
        '\u{AC00}'..='\u{D7A3}' => Script::Hangul,
        _ => return None,
    })
}

fn scripts_of(language: &str) -> &'static [Script] {
    match language {
        "ar" | "fa" | "ur" => &[Script::Arabic],
        "ru" | "uk" | "bg" | "sr" | "mk" | "be" | "kk" => &[Script::Cyrillic],
        "el" => &[Script::Greek],
        "he" | "yi" => &[Script::Hebrew],
        "ko" => &[Script::Hangul],
        "ja" => &[Script::Kana, Script::Han],
        "zh" => &[Script::Han],
        "th" => &[Script::Thai],
        "hi" | "mr" | "ne" | "bn" | "ta" | "te" | "kn" | "ml" | "gu" | "pa" | "si" => {
            &[Script::Indic]
        }
        _ => &[Script::Latin],
    }
}

/// The languages that have a small word, a bit each.
fn look_up(hash: u32) -> u8 {
    let mut slot = hash as usize % SLOTS;
    while TABLE[slot].1 != 0 {
        if TABLE[slot].0 == hash {
            return TABLE[slot].1;
        }
        slot = (slot + 1) % SLOTS;
    }
    0
}

const fn small_words() -> [(u32, u8); SLOTS] {
    let mut table = [(0, 0); SLOTS];
    let mut language = 0;
    while language < LANGUAGES.len() {
        let mut rest = SMALL_WORDS[language].as_bytes();
        while !rest.is_empty() {
            let mut end = 0;
            while end < rest.len() && rest[end] != b' ' {
                end += 1;
            }
            let (word, after) = rest.split_at(end);
            if let Ok(word) = str::from_utf8(word)
                && !word.is_empty()
            {
                let hash = hash::of_word(word);
                let mut slot = hash as usize % SLOTS;
                while table[slot].1 != 0 && table[slot].0 != hash {
                    slot = (slot + 1) % SLOTS;
                }
                table[slot] = (hash, table[slot].1 | 1 << language);
            }
            rest = match after.split_first() {
                Some((_, after)) => after,
                None => after,
            };
        }
        language += 1;
    }
    table
}
