//! A letter as a list of blocks. The text part and the HTML part are both made from it, so they cannot say different things: who reads only
//! the text (a screen reader, an old phone, a cautious mail server) misses nothing.

use askama::Template;

use crate::language::Language;
use crate::post::wrap::wrap;
use crate::wording::{say, say_with};

/// A part of a letter's body.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Block {
    Heading(String),
    /// One or more lines of running text.
    Paragraph(String),
    List(Vec<String>),
    /// Pairs of a label and a value.
    Facts(Vec<(String, String)>),
    /// A link to a page. It is only a link: the page shows, and a person acts there (mail scanners follow links).
    Button {
        label: String,
        url: String,
    },
    /// A link that most readers will not need.
    Link {
        label: String,
        url: String,
    },
    /// Small print that a reader should still see. Notes that follow each other stand together.
    Note(String),
}

/// What a letter says, in the language of its reader.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Draft {
    pub language: Language,
    pub subject: String,
    pub greeting: String,
    pub blocks: Vec<Block>,
    pub closing: String,
}

impl Draft {
    /// The text part: lines of at most 70 columns, web addresses whole.
    pub fn text(&self) -> String {
        let mut lines = wrap(&self.greeting, "", "");
        let mut before: Option<&Block> = None;
        for block in &self.blocks {
            let stays_together =
                matches!((before, block), (Some(Block::Heading(_)), _) | (Some(Block::Note(_)), Block::Note(_) | Block::Link { .. }));
            if !stays_together {
                lines.push(String::new());
            }
            lines.extend(self.lines_of(block));
            before = Some(block);
        }
        lines.extend([String::new(), "--".to_owned()]);
        lines.extend(wrap(&self.closing, "", ""));
        lines.push(String::new());
        lines.join("\n")
    }

    fn lines_of(&self, block: &Block) -> Vec<String> {
        let bullet = say(self.language, "letter-bullet");
        match block {
            Block::Heading(text) => wrap(&say_with(self.language, "letter-heading", &[("text", text)]), "", ""),
            Block::Paragraph(text) => wrap(text, "", ""),
            Block::List(items) => items.iter().flat_map(|item| wrap(item, &bullet, "  ")).collect(),
            Block::Facts(facts) => {
                let spoken =
                    facts.iter().map(|(label, value)| say_with(self.language, "letter-fact", &[("label", label), ("value", value)]));
                spoken.flat_map(|fact| wrap(&fact, &bullet, "  ")).collect()
            }
            Block::Button { label, url } => {
                let mut lines = wrap(&say_with(self.language, "letter-heading", &[("text", label)]), "", "");
                lines.push(url.clone());
                lines
            }
            Block::Link { label, url } => {
                let mut lines = wrap(label, &say(self.language, "letter-note-mark"), "  ");
                lines.push(format!("  {url}"));
                lines
            }
            Block::Note(text) => wrap(text, &say(self.language, "letter-note-mark"), "  "),
        }
    }

    /// The HTML part.
    pub fn html(&self) -> Result<String, askama::Error> {
        LetterPage { tag: self.language.tag(), draft: self }.render()
    }
}

/// `templates/letters/letter.html`: inline styles only, since mail readers drop style sheets; no image, no script, nothing loaded from afar,
/// so reading a letter tells nobody that it was read.
#[derive(Template)]
#[template(path = "letters/letter.html")]
struct LetterPage<'a> {
    tag: &'static str,
    draft: &'a Draft,
}

#[cfg(test)]
mod tests {
    use super::*;

    fn draft(blocks: Vec<Block>) -> Draft {
        Draft { language: Language::En, subject: "S".into(), greeting: "Dear A,".into(), blocks, closing: "N".into() }
    }

    #[test]
    fn what_people_typed_is_never_markup() {
        let nasty = "<script>alert(1)</script> & \"'";
        let said = draft(vec![
            Block::Paragraph(nasty.into()),
            Block::List(vec![nasty.into()]),
            Block::Facts(vec![(nasty.into(), nasty.into())]),
            Block::Note(nasty.into()),
        ]);
        let html = said.html().unwrap();
        assert!(!html.contains("<script"), "{html}");
        assert!(said.text().contains(nasty));
    }

    #[test]
    fn lines_of_a_paragraph_stay_lines_in_both_parts() {
        let said = draft(vec![Block::Paragraph("one\ntwo".into())]);
        assert!(said.text().contains("\none\ntwo\n"));
        assert!(said.html().unwrap().contains("one<br>two"));
    }

    #[test]
    fn the_text_part_keeps_headings_and_notes_together() {
        let said = draft(vec![
            Block::Heading("Head".into()),
            Block::List(vec!["item".into()]),
            Block::Note("first".into()),
            Block::Note("second".into()),
        ]);
        assert_eq!(said.text(), "Dear A,\n\nHead:\n- item\n\n* first\n* second\n\n--\nN\n");
    }
}
