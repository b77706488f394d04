//! What a mail server found out about a sender: `Authentication-Results` (RFC 8601). Anybody can write such a field into a mail, so only one server's
//! word counts, and of its fields only the topmost: that server puts its own on top.

/// Whether `server` says that the mail comes from `domain` (DMARC). `results` are all fields of the mail from the top.
pub(super) fn is_vouched(results: &[String], server: &str, domain: &str) -> bool {
    let of_server = |result: &&String| {
        let said = result.split([';', ' ', '(']).next().unwrap_or_default();
        said.trim_matches('"').eq_ignore_ascii_case(server)
    };
    let Some(sections) = results.iter().find(of_server).and_then(|result| sections(result)) else { return false };
    let mut found = sections.iter().skip(1).filter_map(|words| dmarc(words)).peekable();
    found.peek().is_some() && found.all(|(result, of)| result == "pass" && of.is_some_and(|of| of.eq_ignore_ascii_case(domain)))
}

/// The result of a DMARC check and the domain of From that it is about.
fn dmarc(words: &[String]) -> Option<(String, Option<&str>)> {
    let (method, result) = words.first()?.split_once('=')?;
    // A version may follow the name.
    let name = method.split('/').next().unwrap_or_default();
    let from = words.iter().skip(1).filter_map(|word| word.split_once('=')).find(|(key, _)| key.eq_ignore_ascii_case("header.from"));
    let domain = from.map(|(_, value)| value.rsplit_once('@').map_or(value, |(_, domain)| domain));
    name.eq_ignore_ascii_case("dmarc").then(|| (result.to_ascii_lowercase(), domain))
}

/// The parts of a field between its semicolons, each as words without comments and quotation marks; `a = b` is one word. None where a comment or a
/// quotation has no end.
fn sections(text: &str) -> Option<Vec<Vec<String>>> {
    let mut sections = vec![Vec::new()];
    let mut word = String::new();
    let (mut comments, mut quoted, mut escaped) = (0_usize, false, false);
    let end = |word: &mut String, sections: &mut Vec<Vec<String>>| {
        if let Some(section) = sections.last_mut().filter(|_| !word.is_empty()) {
            section.push(std::mem::take(word));
        }
    };
    let mut signs = text.chars().peekable();
    while let Some(sign) = signs.next() {
        match sign {
            _ if escaped => {
                escaped = false;
                if quoted && comments == 0 {
                    word.push(sign);
                }
            }
            '\\' if quoted || comments > 0 => escaped = true,
            '"' if comments == 0 => quoted = !quoted,
            _ if quoted => word.push(sign),
            '(' => comments += 1,
            ')' if comments > 0 => comments -= 1,
            _ if comments > 0 => {}
            ';' => {
                end(&mut word, &mut sections);
                sections.push(Vec::new());
            }
            ' ' => {
                // A word goes on after a space on either side of its equals sign.
                let goes_on = word.ends_with('=') || signs.peek() == Some(&'=');
                if !goes_on {
                    end(&mut word, &mut sections);
                }
            }
            other => word.push(other),
        }
    }
    end(&mut word, &mut sections);
    (comments == 0 && !quoted && !escaped).then_some(sections)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const OURS: &str = "mx.nakodo.example";

    fn vouched(results: &[&str]) -> bool {
        let results: Vec<String> = results.iter().map(|result| (*result).to_owned()).collect();
        is_vouched(&results, OURS, "example.jp")
    }

    #[test]
    fn a_pass_for_the_domain_of_from_counts() {
        for result in [
            "mx.nakodo.example; dmarc=pass header.from=example.jp",
            "MX.nakodo.example 1; spf=fail smtp.mailfrom=x@other.example; DMARC=Pass (p=none; dis=none) header.from=Example.JP",
            "mx.nakodo.example (our own); dkim=pass header.d=example.jp; dmarc/1 = pass reason=\"good; really\" header.from = sato@example.jp",
            "\"mx.nakodo.example\"; dmarc=pass action=none header.from=example.jp; arc=none",
        ] {
            assert!(vouched(&[result]), "{result}");
        }
    }

    #[test]
    fn anything_else_does_not() {
        for result in [
            "",
            "mx.nakodo.example; none",
            "mx.nakodo.example; dmarc=fail header.from=example.jp",
            "mx.nakodo.example; dmarc=pass",
            "mx.nakodo.example; dmarc=pass header.from=other.example",
            "mx.nakodo.example; dmarc=pass header.from=example.jp.evil.example",
            "mx.nakodo.example; dkim=pass header.from=example.jp; spf=pass",
            "mx.nakodo.example; dmarc=pass header.from=example.jp; dmarc=fail header.from=example.jp",
            "mx.evil.example; dmarc=pass header.from=example.jp",
            "mx.nakodo.example.evil.example; dmarc=pass header.from=example.jp",
            "mx.nakodo.example; spf=fail (dmarc=pass header.from=example.jp)",
            "mx.nakodo.example; spf=fail smtp.mailfrom=\"; dmarc=pass header.from=example.jp\"",
            "mx.nakodo.example; spf=fail smtp.mailfrom=\"\\\"; dmarc=pass header.from=example.jp; x=\"",
            "mx.nakodo.example; dmarc=pass header.from=example.jp (no end",
            "dmarc=pass header.from=example.jp",
        ] {
            assert!(!vouched(&[result]), "{result}");
        }
    }

    #[test]
    fn of_several_fields_the_topmost_of_our_server_counts() {
        let (pass, fail) = ("mx.nakodo.example; dmarc=pass header.from=example.jp", "mx.nakodo.example; dmarc=fail header.from=example.jp");
        assert!(!vouched(&[fail, pass]), "a forged one stands below");
        assert!(!vouched(&["mx.nakodo.example; none", pass]) && !vouched(&["mx.nakodo.example; spf=pass (", pass]));
        assert!(vouched(&["mx.evil.example; dmarc=fail header.from=example.jp", pass, fail]));
    }

    proptest! {
        #[test]
        fn whatever_a_sender_puts_into_what_is_quoted_does_not_count(put in "[ -~]{0,60}") {
            let quoted = put.replace('\\', "\\\\").replace('"', "\\\"");
            let result = format!("mx.nakodo.example; spf=fail smtp.mailfrom=\"{quoted}\"; dmarc=fail header.from=example.jp");
            prop_assert!(!vouched(&[result.as_str()]));
        }

        #[test]
        fn any_field_is_read(text in "mx.nakodo.example[ -~]{0,80}|.{0,80}") {
            let _ = vouched(&[text.as_str()]);
        }
    }
}
