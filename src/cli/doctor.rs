//! `nakodo doctor`: a line for each thing that was looked at.

use std::net::SocketAddr;

use clap::Args;
use serde_json::json;

use crate::cli::CommandError;
use crate::clock::Clock;
use crate::doctor::{examine, is_well, unusable_settings};
use crate::language::Language;
use crate::settings::{Settings, SettingsError};

#[derive(Debug, Args)]
pub(super) struct DoctorArgs {
    /// ja or en; without it the terminal's own (LC_ALL, LC_MESSAGES, LANG)
    #[arg(long, value_parser = language)]
    lang: Option<Language>,
    /// One JSON object instead of lines
    #[arg(long)]
    json: bool,
    /// Ask this DNS server instead of the machine's own
    #[arg(long, value_name = "ADDR:PORT")]
    dns: Option<SocketAddr>,
}

fn language(text: &str) -> Result<Language, String> {
    Language::find(text).ok_or_else(|| "is neither ja nor en".to_owned())
}

/// As POSIX has it, the first of the three that is set. A terminal that says nothing may not be able to show Japanese.
fn of_terminal(set: impl Fn(&str) -> Option<String>) -> Language {
    let names = ["LC_ALL", "LC_MESSAGES", "LANG"];
    let said = names.iter().filter_map(|name| set(name)).find(|text| !text.is_empty());
    said.and_then(|tag| Language::find(tag.split('.').next().unwrap_or_default())).unwrap_or(Language::En)
}

pub(super) async fn doctor(settings: Result<Settings, SettingsError>, args: DoctorArgs) -> Result<(), CommandError> {
    let language = args.lang.unwrap_or_else(|| of_terminal(|name| std::env::var(name).ok()));
    let findings = match settings {
        Ok(settings) => examine(&settings, &Clock::system(), args.dns).await,
        Err(error) => vec![unusable_settings(&error.to_string())],
    };
    let well = is_well(&findings);
    if args.json {
        let told = findings.iter().map(|finding| {
            let facts: serde_json::Map<_, _> = finding.facts.iter().map(|(name, fact)| ((*name).to_owned(), json!(fact))).collect();
            let text = finding.text(language);
            json!({ "check": finding.check, "verdict": finding.verdict, "code": finding.code, "facts": facts, "text": text })
        });
        println!("{}", json!({ "well": well, "findings": told.collect::<Vec<_>>() }));
    } else {
        findings.iter().for_each(|finding| println!("{}", finding.line(language)));
    }
    if well { Ok(()) } else { Err(CommandError::Said("something is wrong".to_owned())) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_terminal_says_which_language() {
        let with = |pairs: &'static [(&str, &str)]| {
            of_terminal(move |name| pairs.iter().find(|(set, _)| *set == name).map(|(_, value)| (*value).to_owned()))
        };
        assert_eq!(with(&[("LANG", "ja_JP.UTF-8")]), Language::Ja);
        assert_eq!(with(&[("LANG", "ja_JP.UTF-8"), ("LC_ALL", "en_GB.UTF-8")]), Language::En);
        assert_eq!(with(&[("LANG", "ja_JP.UTF-8"), ("LC_ALL", "")]), Language::Ja);
        assert_eq!(with(&[("LANG", "C.UTF-8")]), Language::En);
        assert_eq!(with(&[]), Language::En);
    }
}
