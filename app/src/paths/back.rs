//! Where a form leads when it is done: to the page that it was sent from, or to the list which
//! that page was opened from. Both keep what they were asked for.

use super::local;

/// The page that a form was sent from, if it is `own` with whatever query; else `own`.
pub fn back_to<'a>(form_page: &'a str, own: &'a str) -> &'a str {
    match form_page.strip_prefix(own) {
        Some(rest) if rest.starts_with('?') => local(form_page),
        _ => own,
    }
}

/// The names and values in the query of the page that a form was sent from, if it is `own`; as
/// they stand there, escaped.
pub fn asked_of<'a>(form_page: &'a str, own: &'a str) -> impl Iterator<Item = (&'a str, &'a str)> {
    let query = back_to(form_page, own).split_once('?');
    let query = query.map_or("", |(_, query)| query);
    query.split('&').filter_map(|pair| pair.split_once('='))
}

/// An address with such a query.
pub fn with_asked<'a>(base: &str, asked: impl Iterator<Item = (&'a str, &'a str)>) -> String {
    let mut address = base.to_owned();
    for (name, value) in asked {
        address.push(if address.contains('?') { '&' } else { '?' });
        address.push_str(name);
        address.push('=');
        address.push_str(value);
    }
    address
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_form_leads_back_to_its_own_page_alone() {
        let own = "/bots/1/knowledge/2";
        assert_eq!(
            back_to("/bots/1/knowledge/2?q=a", own),
            "/bots/1/knowledge/2?q=a"
        );
        for other in ["", "/bots/1/knowledge/23?q=a", "/bots", own] {
            assert_eq!(back_to(other, own), own, "{other:?}");
        }
    }

    #[test]
    fn what_a_page_was_asked_for_goes_along_as_it_stands() {
        let asked = asked_of("/a?q=b%20c&in=fr", "/a").filter(|(name, _)| *name != "in");
        assert_eq!(with_asked("/d?e=f", asked), "/d?e=f&q=b%20c");
        assert_eq!(with_asked("/d", asked_of("/other?q=b", "/a")), "/d");
    }
}
