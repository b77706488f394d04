//! `config/team_roles`: as what somebody comes along to an engagement, and how a team is kept small.

use serde::Deserialize;

use crate::catalogue::data::named;
use crate::catalogue::{Catalogue, Named};

/// As what somebody comes along.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TeamRole {
    pub code: String,
    pub ja: String,
    pub en: String,
    /// Whether the person comes along to learn.
    pub learns: bool,
    /// Whether it is for somebody who stands on no list; all other roles are for people of the active list.
    #[serde(default)]
    pub outside: bool,
}

named!(TeamRole);

/// What somebody says of themselves about working with others.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Teaming {
    pub code: String,
    pub ja: String,
    pub en: String,
    /// Whether the person would like to come along.
    pub comes: bool,
}

named!(Teaming);

/// What a company can say about others who may join in.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TeamWish {
    pub code: String,
    pub ja: String,
    pub en: String,
}

named!(TeamWish);

#[derive(Clone, Debug, Deserialize)]
pub struct TeamRules {
    pub roles: Vec<TeamRole>,
    /// What a profile can say.
    #[serde(default)]
    pub teaming: Vec<Teaming>,
    /// What a help request can say.
    #[serde(default)]
    pub wishes: Vec<TeamWish>,
    /// How many can come along beside the one who leads.
    pub most_members: u8,
    /// What part of the fee stays with the one who leads at least.
    pub lead_least_percent: u8,
    pub answer_days: u16,
    pub company_days: u16,
    pub forget_days: u16,
}

impl TeamRules {
    pub fn role(&self, code: &str) -> Option<&TeamRole> {
        self.roles.iter().find(|role| role.code == code)
    }

    /// The roles of people of the active list, or of those from outside.
    pub fn roles_for(&self, outside: bool) -> impl Iterator<Item = &TeamRole> {
        self.roles.iter().filter(move |role| role.outside == outside)
    }

    pub fn teaming(&self, code: &str) -> Option<&Teaming> {
        self.teaming.iter().find(|word| word.code == code)
    }

    pub fn wish(&self, code: &str) -> Option<&TeamWish> {
        self.wishes.iter().find(|wish| wish.code == code)
    }

    /// Whether somebody who has said this would like to come along. A word that a later edition took away says nothing any more.
    pub fn comes_along<'a>(&self, said: impl IntoIterator<Item = &'a String>) -> bool {
        said.into_iter().filter_map(|code| self.teaming(code)).any(|word| word.comes)
    }

    pub(super) fn check(&self) -> Result<(), String> {
        if self.roles.is_empty() || !(1..=5).contains(&self.most_members) {
            return Err("a role is needed, and between one and five people can come along".to_owned());
        }
        if !(1..=100).contains(&self.lead_least_percent) {
            return Err("who leads keeps a part of the fee, and at most all of it".to_owned());
        }
        if self.answer_days == 0 || self.company_days == 0 || self.answer_days > 366 || self.company_days > 366 {
            return Err("both have at least a day to answer, and at most a year".to_owned());
        }
        if !(7..=366).contains(&self.forget_days) {
            return Err("whoever said yes for nothing is told so before the name goes: between a week and a year".to_owned());
        }
        Ok(())
    }
}

impl Catalogue {
    /// Who can come along to an engagement.
    pub fn team(&self) -> &TeamRules {
        &self.team
    }
}
