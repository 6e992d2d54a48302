//! How much of the list is loaded beside an open article: a page stays small, and who has no room
//! for the list does not load it.

use leptos::{ev, prelude::*};
use model::{article::ArticleSummary, id::ArticleId, page::Page};

#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Extent {
    /// What is around the open article: what a page comes with, whoever asks for it.
    Near,
    Whole,
    Nothing,
}

/// So many articles are near.
const NEAR: usize = 8;

pub fn use_extent() -> RwSignal<Extent> {
    let context = Owner::current_shared_context();
    let is_drawn_here = context.is_some_and(|it| it.is_browser() && !it.during_hydration());
    let extent = RwSignal::new(match is_drawn_here {
        true if has_room() => Extent::Whole,
        true => Extent::Nothing,
        false => Extent::Near,
    });
    Effect::new(move || {
        let look = move || {
            if extent.get_untracked() != Extent::Whole && has_room() {
                extent.set(Extent::Whole);
            }
        };
        look();
        let resized = window_event_listener(ev::resize, move |_| look());
        on_cleanup(move || resized.remove());
    });
    extent
}

/// In less than so many pixels, the 62rem of `style/room.css`, the list is not shown. Who has smaller
/// letters than usual, and less than these, sees what is near.
const ROOM: f64 = 992.0;

fn has_room() -> bool {
    let width = window().inner_width().ok().and_then(|width| width.as_f64());
    width.is_some_and(|width| width >= ROOM)
}

/// Those around the open one, and whether there are others.
pub fn around(page: Page<ArticleSummary>, open: Option<ArticleId>) -> (Page<ArticleSummary>, bool) {
    let Page { items, next } = page;
    let n = items.len();
    let is_open = |article: &ArticleSummary| Some(article.id) == open;
    let at = items.iter().position(is_open).unwrap_or_default();
    let first = at.saturating_sub(NEAR / 2).min(n.saturating_sub(NEAR));
    let is_cut = n > NEAR || next.is_some();
    let items = items.into_iter().skip(first).take(NEAR).collect();
    (Page { items, next }, is_cut)
}

#[cfg(test)]
mod tests {
    use super::*;
    use model::{article::ArticleStatus, time::Timestamp};

    fn article(n: usize) -> ArticleSummary {
        let id = format!("01912d68-783e-7a03-8467-{n:012}");
        ArticleSummary {
            id: id.parse().unwrap(),
            title: n.to_string(),
            topic: String::new(),
            locales: Vec::new(),
            n_utterances: 0,
            status: ArticleStatus::New,
            updated_at: Timestamp::from_millis(0),
            alerts: Vec::new(),
            n_uses_30d: 0,
        }
    }

    fn near(n: usize, open: Option<usize>) -> (String, bool) {
        let items = (0..n).map(article).collect();
        let open = open.map(|open| article(open).id);
        let (page, is_cut) = around(Page { items, next: None }, open);
        let titles: Vec<_> = page
            .items
            .into_iter()
            .map(|article| article.title)
            .collect();
        (titles.join(" "), is_cut)
    }

    #[test]
    fn what_is_near_has_the_open_article_in_it() {
        assert_eq!(near(3, Some(1)), ("0 1 2".to_owned(), false));
        assert_eq!(near(8, Some(7)), ("0 1 2 3 4 5 6 7".to_owned(), false));
        assert_eq!(near(25, Some(10)), ("6 7 8 9 10 11 12 13".to_owned(), true));
        assert_eq!(
            near(25, Some(24)),
            ("17 18 19 20 21 22 23 24".to_owned(), true)
        );
        assert_eq!(near(25, None), ("0 1 2 3 4 5 6 7".to_owned(), true));
    }
}
