//! The words of a mail that is only a web page, line by line, with marks before what is quoted. Not a browser: only good enough to find the first
//! lines of an answer, and never a line that a reader would not see as one.

/// Elements that begin and end a line.
const BLOCKS: [&str; 28] = [
    "address",
    "article",
    "aside",
    "blockquote",
    "br",
    "center",
    "dd",
    "div",
    "dl",
    "dt",
    "footer",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "header",
    "li",
    "ol",
    "p",
    "pre",
    "section",
    "table",
    "td",
    "th",
    "tr",
    "ul",
];
/// Elements of which a reader sees nothing.
const UNSEEN: [&str; 5] = ["head", "style", "script", "template", "title"];
const LONGEST_ENTITY: usize = 10;

/// Text in the making.
#[derive(Default)]
struct Text {
    done: String,
    line: String,
    /// How many quotations are open.
    quotations: usize,
}

impl Text {
    fn end_line(&mut self) {
        let words: Vec<&str> = self.line.split_whitespace().collect();
        if !words.is_empty() {
            let mark = if self.quotations > 0 { "> " } else { "" };
            self.done.push_str(mark);
            self.done.push_str(&words.join(" "));
            self.done.push('\n');
        }
        self.line.clear();
    }
}

/// The lines of a page that hold something.
pub(super) fn text_of(page: &str) -> String {
    let mut text = Text::default();
    let mut rest = page;
    while let Some(at) = rest.find('<') {
        let (words, markup) = rest.split_at(at);
        push_words(&mut text.line, words);
        rest = tag(&mut text, markup);
    }
    push_words(&mut text.line, rest);
    text.end_line();
    text.done
}

/// Reads what begins with `<`, and gives what comes after it.
fn tag<'a>(text: &mut Text, markup: &'a str) -> &'a str {
    if let Some(comment) = markup.strip_prefix("<!--") {
        return comment.split_once("-->").map_or("", |(_, after)| after);
    }
    let inside = markup.strip_prefix('<').unwrap_or(markup);
    if !inside.starts_with(|c: char| c.is_ascii_alphabetic() || matches!(c, '/' | '!' | '?')) {
        text.line.push('<');
        return inside;
    }
    let end = end_of_tag(inside);
    let (inside, after) = inside.split_at_checked(end).unwrap_or((inside, ""));
    let after = after.strip_prefix('>').unwrap_or(after);
    let (closes, named) = inside.strip_prefix('/').map_or((false, inside), |named| (true, named));
    let name: String = named.chars().take_while(char::is_ascii_alphanumeric).collect::<String>().to_ascii_lowercase();
    if BLOCKS.contains(&name.as_str()) {
        text.end_line();
    }
    match name.as_str() {
        // Programs draw it above the letter that is answered.
        "hr" => {
            text.end_line();
            text.done.push_str("--\n");
        }
        "blockquote" if closes => text.quotations = text.quotations.saturating_sub(1),
        "blockquote" => text.quotations += 1,
        unseen if !closes && UNSEEN.contains(&unseen) => return after_element(after, unseen),
        _ => {}
    }
    after
}

/// Where a tag ends; a sign of its end may stand in a quoted attribute.
fn end_of_tag(inside: &str) -> usize {
    let mut quoted = None;
    let end = inside.char_indices().find(|(_, sign)| match (quoted, sign) {
        (Some(mark), sign) => {
            quoted = (mark != *sign).then_some(mark);
            false
        }
        (None, '"' | '\'') => {
            quoted = Some(*sign);
            false
        }
        (None, sign) => *sign == '>',
    });
    end.map_or(inside.len(), |(at, _)| at)
}

/// What comes after the end of an element that nobody sees.
fn after_element<'a>(rest: &'a str, name: &str) -> &'a str {
    let mut ends = rest.match_indices("</").filter_map(|(at, mark)| rest.get(at..).zip(rest.get(at + mark.len()..)));
    let end = ends.find(|(_, named)| named.get(..name.len()).is_some_and(|named| named.eq_ignore_ascii_case(name)));
    end.map_or("", |(end, _)| end)
}

fn push_words(line: &mut String, words: &str) {
    let mut rest = words;
    while let Some((before, entity)) = rest.split_once('&') {
        line.push_str(before);
        let end = entity.char_indices().take(LONGEST_ENTITY).find(|(_, c)| *c == ';');
        let named = end.and_then(|(at, _)| entity.get(..at).zip(entity.get(at + 1..)));
        match named.and_then(|(name, after)| Some((sign(name)?, after))) {
            Some((sign, after)) => {
                line.push(sign);
                rest = after;
            }
            None => {
                line.push('&');
                rest = entity;
            }
        }
    }
    line.push_str(rest);
}

/// The sign that an entity stands for, of those that mail programs write into words.
fn sign(name: &str) -> Option<char> {
    match name {
        "nbsp" => Some(' '),
        "amp" => Some('&'),
        "lt" => Some('<'),
        "gt" => Some('>'),
        "quot" => Some('"'),
        "apos" => Some('\''),
        _ => {
            let number = name.strip_prefix('#')?;
            let hexadecimal = number.strip_prefix(['x', 'X']);
            let code = hexadecimal.map_or_else(|| number.parse().ok(), |digits| u32::from_str_radix(digits, 16).ok());
            char::from_u32(code?)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_page_is_read_as_its_reader_sees_it() {
        let page = "<html><head><title>T</title><style>p { color: red }</style></head><body>\
            <div dir=\"ltr\">承諾&#12375;ます&nbsp;<br></div><p title=\"a > b\">よろ<b>しく</b>\n お願いします &amp; &lt;x&gt;</p>\
            <!-- <p>辞退</p> --><div>1 < 2 &unknown; &</div></body></html>";
        assert_eq!(text_of(page), "承諾します\nよろしく お願いします & <x>\n1 < 2 &unknown; &\n");
    }

    #[test]
    fn what_is_quoted_is_marked_and_a_rule_is_a_line() {
        let page = "承諾<blockquote type=cite>辞退<blockquote>前</blockquote>後</blockquote>外<HR>差出人";
        assert_eq!(text_of(page), "承諾\n> 辞退\n> 前\n> 後\n外\n--\n差出人\n");
    }

    #[test]
    fn what_is_broken_is_read_as_far_as_it_goes() {
        assert_eq!(text_of("承諾<p"), "承諾\n");
        assert_eq!(text_of("<style>辞退"), "");
        assert_eq!(text_of("a<!-- b"), "a\n");
        assert_eq!(text_of("</blockquote>a<blockquote"), "a\n");
    }

    proptest! {
        #[test]
        fn any_page_is_read(page in "(<[a-z/!-]{0,4}|>|&[a-z#0-9]{0,3};?|[ -~]|承|諾){0,60}") {
            let text = text_of(&page);
            prop_assert!(text.lines().all(|line| !line.trim().is_empty()));
        }
    }
}
