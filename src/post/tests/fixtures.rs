//! One letter of each kind.

use chrono::NaiveDate;

use crate::active_list::CheckStep;
use crate::brokering::ReferralState;
use crate::catalogue::{AcceptMode, Catalogue};
use crate::clock::Moment;
use crate::correspondence::{
    ByReply, CompanyFacts, Content, EarlierRequest, GatheredOffer, Letter, LetterKind, OutcomeFacts, OwnWeek, Party, ReplyOutcome,
    SpecialistFacts, WeekLine, WeekStanding, WillingFacts, WithdrawalFacts,
};
use crate::engagement::Side;
use crate::ids::{Ids, LetterId};
use crate::intake::{AnonymousNeed, Company, CompanyContact, HelpRequest, Mode, Need, Relations, Urgency};
use crate::language::Language;
use crate::matching::{Change, Explanation, Term, TermScore};
use crate::offers::{Ended, Terms};
use crate::registry::RegisterFinding;
use crate::seals::Code;
use crate::values::{CorporateNumber, Line, MailAddress, Prose, Sensitivity, WeeklySlots};

pub fn line(text: &str) -> Line {
    Line::parse(text, 200).unwrap()
}

pub fn address(text: &str) -> MailAddress {
    MailAddress::parse(text).unwrap()
}

pub fn moment(text: &str) -> Moment {
    text.parse().unwrap()
}

pub fn catalogue() -> Catalogue {
    Catalogue::embedded(NaiveDate::from_ymd_opt(2026, 11, 24).unwrap()).unwrap()
}

pub fn need() -> Need {
    Need {
        menus: vec!["basic-check".into(), "staff-training".into()],
        fields: vec!["security-coordination".into()],
        mode: Mode::Onsite,
        slots: WeeklySlots::parse(&["tue-pm", "thu-pm"]).unwrap(),
        start_on: NaiveDate::from_ymd_opt(2026, 12, 1).unwrap(),
        hours: 6,
        budget_yen: 60_000,
        urgency: Urgency::Normal,
        weeks: 4,
        sensitivity: Sensitivity::Internal,
        language: Language::Ja,
        neutral_only: false,
        public_procurement: false,
        neighbours: false,
        team_wishes: Vec::new(),
        narrative: Prose::parse(
            "取引先から、パソコンの管理について聞かれるようになりました。何から手を付ければよいか分かりません。\n\n見てほしいもの:\n・事務所のパソコン 5台\n・共有フォルダー https://files.b-sha.example.jp/share?folder=2026",
            4000,
        )
        .unwrap(),
    }
}

pub fn help_request() -> HelpRequest {
    let contact = CompanyContact {
        name: line("田中 花子"),
        address: address("soumu@b-sha.example.jp"),
        phone: Some(line("0575-00-0000")),
        language: Language::Ja,
    };
    let company = Company {
        name: line("B社"),
        corporate_number: Some(CorporateNumber::parse("7000012050002").unwrap()),
        prefecture: "21".into(),
        municipality: line("関市"),
        industry: "E".into(),
        employees: 10,
        capital_yen: Some(10_000_000),
        industry_code: None,
        on_island: false,
        relations: Relations::default(),
        contact,
    };
    HelpRequest { company, need: need() }
}

pub fn company_facts() -> CompanyFacts {
    let HelpRequest { company, need } = help_request();
    CompanyFacts { company, need }
}

pub fn specialist_facts() -> SpecialistFacts {
    SpecialistFacts {
        name: line("佐藤 健"),
        registration_number: "012345".into(),
        valid_until: NaiveDate::from_ymd_opt(2028, 3, 31).unwrap(),
        verified: true,
        addresses: vec![address("sato@sato-security.example.jp"), address("ken.sato@example.com")],
        prefecture: "21".into(),
        municipality: line("岐阜市"),
        qualifications: vec![line("中小企業診断士"), line("ITコーディネータ")],
        acting_person: None,
    }
}

pub fn explanation() -> Explanation {
    let terms = [
        (Term::Skills, Some(1.0), 0.30),
        (Term::Experience, None, 0.15),
        (Term::Region, Some(1.0), 0.15),
        (Term::Availability, Some(0.5), 0.15),
        (Term::Budget, Some(0.4), 0.10),
        (Term::Freshness, Some(0.9), 0.10),
        (Term::Fairness, Some(0.8), 0.05),
    ];
    Explanation {
        score: 0.8,
        terms: terms.map(|(term, value, weight)| TermScore { term, value, weight }).to_vec(),
        comes_over: true,
        estimated_fee_yen: Some(48_000),
    }
}

pub fn terms() -> Terms {
    Terms {
        start_on: NaiveDate::from_ymd_opt(2026, 12, 8),
        slots: WeeklySlots::parse(&["sat-am"]).ok(),
        fee_yen: Some(75_000),
        remote: true,
        text: Prose::parse("初回だけは、御社へ伺って全体を拝見します。", 400).unwrap(),
    }
}

pub fn willing_facts(name: &str, terms: Option<Terms>) -> WillingFacts {
    WillingFacts { display_name: line(name), explanation: explanation(), terms }
}

pub fn withdrawal_facts() -> WithdrawalFacts {
    WithdrawalFacts {
        company: line("B社"),
        specialist: line("佐藤 健"),
        by: Side::Specialist,
        reason: Prose::parse("家族の事情で、年内の訪問が難しくなりました。", 1000).unwrap(),
        engagement: uuid::Uuid::from_u128(9).into(),
        off: Vec::new(),
    }
}

/// A letter of a kind, the same on every call.
pub fn letter(kind: LetterKind, language: Language) -> Letter {
    let ids = Ids::seeded(7);
    let token = ids.token();
    let (queued_at, as_of) = (moment("2026-11-24T01:30:00Z"), NaiveDate::from_ymd_opt(2026, 11, 1).unwrap());
    let need = AnonymousNeed::from(&help_request());
    let deadline = moment("2026-11-26T01:30:00Z");
    let content = match kind {
        LetterKind::ConfirmHelpRequest => Content::ConfirmHelpRequest { need, confirm: token, valid_until: moment("2026-12-01T01:30:00Z") },
        LetterKind::PeopleAsked => Content::PeopleAsked {
            asked: 3,
            wave: 1,
            beside: false,
            mode: AcceptMode::First,
            answer_by: deadline,
            incident: false,
            status: token,
        },
        LetterKind::HelpRequestWaiting => Content::HelpRequestWaiting { need, until: moment("2026-12-08T01:30:00Z"), status: token },
        LetterKind::OfferReminder => Content::OfferReminder { need, offer: token, expires_at: deadline },
        LetterKind::OfferLapsed => Content::OfferLapsed { need },
        LetterKind::SameHelpRequest => {
            let earlier = EarlierRequest { sent_at: queued_at - chrono::Duration::hours(1), confirmed: false, page: ids.token() };
            Content::SameHelpRequest { need, earlier, confirm: token, valid_until: deadline }
        }
        LetterKind::OffersPaused => Content::OffersPaused { again_on: NaiveDate::from_ymd_opt(2027, 1, 12).unwrap(), page: token },
        LetterKind::AcceptanceCode => {
            let code = Code::find("123456").unwrap();
            Content::AcceptanceCode { need, code, terms: None, offer: token, valid_until: queued_at + chrono::Duration::minutes(10) }
        }
        LetterKind::Offer => {
            Content::Offer { need, explanation: explanation(), offer: token, expires_at: deadline, mode: AcceptMode::First }
        }
        LetterKind::MatchForCompany => {
            Content::MatchForCompany { specialist: specialist_facts(), need: help_request().need, terms: None, status: token }
        }
        LetterKind::MatchForSpecialist => {
            Content::MatchForSpecialist { company: company_facts(), terms: None, acting_person: None, leave: token }
        }
        LetterKind::MatchForBroker => Content::MatchForBroker { company: company_facts(), specialist: specialist_facts(), terms: None },
        LetterKind::OfferFilled => Content::OfferFilled { need },
        LetterKind::OfferCancelled => Content::OfferCancelled { need },
        LetterKind::NobodyFound => Content::NobodyFound { asked: 5, need, status: token },
        LetterKind::NobodyFoundForBroker => {
            Content::NobodyFoundForBroker { company: company_facts(), asked: 5, reference: "019aa1b2-0000-7000-8000-000000000001".into() }
        }
        LetterKind::HelpRequestCancelled => Content::HelpRequestCancelled { need },
        LetterKind::WillingNoted => Content::WillingNoted {
            need,
            terms: Some(terms()),
            acting_person: None,
            mode: AcceptMode::First,
            answer_by: Some(deadline),
            offer: token,
        },
        LetterKind::ChoiceForCompany | LetterKind::ChoiceReminder => Content::ChoiceForCompany {
            need,
            people: vec![willing_facts("情報セキュリティ担当 S", None), willing_facts("中小企業の味方 K", Some(terms()))],
            mode: AcceptMode::Choose,
            answer_by: deadline,
            is_reminder: kind == LetterKind::ChoiceReminder,
            status: token,
        },
        LetterKind::ChoiceForBroker => Content::ChoiceForBroker { company: company_facts(), willing: 2, answer_by: deadline },
        LetterKind::OfferNotChosen => Content::OfferNotChosen { need, why: Ended::OtherChosen },
        LetterKind::ChoiceLapsed => Content::ChoiceLapsed { need, ended: true, status: token },
        LetterKind::ChoiceLapsedForBroker => Content::ChoiceLapsedForBroker { company: company_facts(), ended: true },
        LetterKind::WithdrawnForCompany => Content::WithdrawnForCompany { need, withdrawal: withdrawal_facts(), status: token },
        LetterKind::WithdrawnForSpecialist => Content::WithdrawnForSpecialist { need, withdrawal: withdrawal_facts() },
        LetterKind::WithdrawnForBroker => Content::WithdrawnForBroker { company: company_facts(), withdrawal: withdrawal_facts() },
        LetterKind::CompanyUnreachable => {
            Content::CompanyUnreachable { company: company_facts(), reference: "019aa1b2-0000-7000-8000-000000000001".into() }
        }
        LetterKind::ProfileCheck => {
            let last_confirmed = NaiveDate::from_ymd_opt(2026, 5, 28).unwrap();
            Content::ProfileCheck { step: CheckStep::Asked, last_confirmed, confirm: token }
        }
        LetterKind::OfferDigest => {
            let gathered = |expires_at| GatheredOffer { need: need.clone(), explanation: explanation(), offer: token.clone(), expires_at };
            Content::OfferDigest { offers: vec![gathered(deadline), gathered(moment("2026-11-27T01:30:00Z"))] }
        }
        LetterKind::SpecialistWeek => {
            let week = OwnWeek { listed: 12, viewed: 3, offers: 2, won: 1 };
            let monday = NaiveDate::from_ymd_opt(2026, 11, 16).unwrap();
            Content::SpecialistWeek { monday, week, confirmed_days: 21, stale: false, confirm: token }
        }
        LetterKind::SupportOrgWeek => {
            let one = |name: &str, standing| {
                let mut company = company_facts();
                company.company.name = line(name);
                WeekLine { company, standing }
            };
            let specialist = specialist_facts().name;
            let lines = vec![
                one("B社", WeekStanding::Matched { specialist }),
                one("C製作所", WeekStanding::Unmatched),
                one("D商店", WeekStanding::Asking),
                one("E工務店", WeekStanding::WaitsForRoom),
                one("F運輸", WeekStanding::CompanyChooses),
            ];
            Content::SupportOrgWeek { monday: NaiveDate::from_ymd_opt(2026, 11, 16).unwrap(), lines }
        }
        LetterKind::ReplyResult => Content::ReplyResult { need, outcome: ReplyOutcome::NotUnderstood, offer: Some(token) },
        LetterKind::SignIn => {
            let code = Code::find("123456").unwrap();
            Content::SignIn { code, page: token, valid_until: queued_at + chrono::Duration::minutes(10) }
        }
        LetterKind::Invitation => Content::Invitation { role: "broker" },
        LetterKind::MemberConsent => Content::MemberConsent { org: line("関商工会議所"), company: line("B社"), page: token },
        LetterKind::MemberNoted => Content::MemberNoted {
            org: line("関商工会議所"),
            company: line("B社"),
            clerk: "山田 太郎".to_owned(),
            given_on: chrono::NaiveDate::from_ymd_opt(2026, 11, 2).unwrap(),
            page: token,
        },
        LetterKind::WiderCircle => Content::WiderCircle {
            need,
            changes: vec![Change::WorkFromAfar, Change::RaiseBudget { to_yen: 90_000 }],
            noted: false,
            status: token,
        },
        LetterKind::ReferralAsked => Content::ReferralAsked {
            need,
            from: line("関商工会議所"),
            to: line("岐阜県産業振興機構"),
            reason: line("工場の制御システムにくわしい機関です。"),
            runs_out_at: queued_at + chrono::Duration::days(14),
            page: token,
        },
        LetterKind::ReferralEnded => {
            Content::ReferralEnded { company: line("B社"), to: line("岐阜県産業振興機構"), state: ReferralState::Agreed }
        }
        LetterKind::ReferralReceived => Content::ReferralReceived {
            company: company_facts(),
            from: line("名古屋商工会議所"),
            reason: line("工場の制御システムにくわしい機関です。"),
        },
        LetterKind::RegistrationSuspended => Content::RegistrationSuspended { finding: RegisterFinding::Lapsed, as_of },
        LetterKind::RegistrationRestored => Content::RegistrationRestored { as_of: NaiveDate::from_ymd_opt(2026, 11, 20).unwrap() },
        LetterKind::EntryReviewed => Content::EntryReviewed { reason: Some(line("成果を約束しています。")) },
        LetterKind::RegistrationLostForCompany => {
            Content::RegistrationLostForCompany { need, specialist: specialist_facts().name, as_of, status: token }
        }
        LetterKind::RegistrationLostForBroker => {
            Content::RegistrationLostForBroker { company: company_facts(), specialist: specialist_facts().name, as_of }
        }
        LetterKind::OutcomeAsked | LetterKind::CheckAgain => Content::Outcome(Box::new(OutcomeFacts {
            specialist: specialist_facts().name,
            menus: need.menus,
            ended_on: NaiveDate::from_ymd_opt(2026, 8, 20).unwrap(),
            is_reminder: false,
            page: token,
        })),
        LetterKind::ReviewWaits | LetterKind::ReviewNews => super::reviews::content(kind, queued_at, token),
        LetterKind::WebhookOff => Content::WebhookOff {
            label: line("会員システム"),
            host: "hooks.seki-cci.example.jp".into(),
            gone: false,
            since: queued_at - chrono::Duration::days(5),
        },
        LetterKind::Erased => Content::Erased { is_company: false },
        LetterKind::SupportOrgUnreachable => {
            Content::SupportOrgUnreachable { name: line("関商工会議所"), address: address("soudan@seki-cci.example.jp") }
        }
        LetterKind::SpecialistUnreachable => Content::SpecialistUnreachable { specialist: specialist_facts() },
        LetterKind::CreditAsked | LetterKind::CreditReminder | LetterKind::CreditDecided | LetterKind::CreditQuestioned => {
            super::credits::content(kind, queued_at, token)
        }
        LetterKind::ComplaintReceived | LetterKind::ComplaintWaiting | LetterKind::ComplaintHearing | LetterKind::ComplaintNews => {
            super::complaints::content(kind, queued_at, token)
        }
        LetterKind::PoolInvited | LetterKind::PoolSlots | LetterKind::PoolConfirmed => super::pools::content(kind, token),
        LetterKind::TeamAsked | LetterKind::TeamTold => super::teams::content(kind, queued_at, token),
        LetterKind::EndorsementAsked | LetterKind::EndorsementTold => super::endorsements::content(kind, queued_at, token),
        _ => super::courses::content(kind, queued_at, token),
    };
    let (to_name, to) = match kind {
        LetterKind::Offer
        | LetterKind::OfferReminder
        | LetterKind::OfferLapsed
        | LetterKind::AcceptanceCode
        | LetterKind::OffersPaused
        | LetterKind::OfferDigest
        | LetterKind::ProfileCheck
        | LetterKind::SpecialistWeek
        | LetterKind::ReplyResult
        | LetterKind::MatchForSpecialist
        | LetterKind::OfferFilled
        | LetterKind::WithdrawnForSpecialist
        | LetterKind::WillingNoted
        | LetterKind::OfferNotChosen
        | LetterKind::RegistrationSuspended
        | LetterKind::RegistrationRestored
        | LetterKind::EntryReviewed
        | LetterKind::HoursDisputed
        | LetterKind::EngagementEnded
        | LetterKind::CreditDecided
        | LetterKind::CreditQuestioned
        | LetterKind::PoolInvited
        | LetterKind::ComplaintHearing
        | LetterKind::TeamAsked
        | LetterKind::TeamTold
        | LetterKind::ReviewNews
        | LetterKind::EndorsementAsked
        | LetterKind::EndorsementTold
        | LetterKind::OfferCancelled => (line("佐藤 健"), specialist_facts().addresses),
        LetterKind::SignIn | LetterKind::Invitation | LetterKind::Erased => {
            (line("soudan@seki-cci.example.jp"), vec![address("soudan@seki-cci.example.jp")])
        }
        LetterKind::SpecialistUnreachable | LetterKind::SupportOrgUnreachable | LetterKind::ComplaintWaiting => {
            (line("nakodo 運営"), vec![address("operator@nakodo.example")])
        }
        LetterKind::MatchForBroker
        | LetterKind::NobodyFoundForBroker
        | LetterKind::CompanyUnreachable
        | LetterKind::WebhookOff
        | LetterKind::SupportOrgWeek
        | LetterKind::WithdrawnForBroker
        | LetterKind::ChoiceForBroker
        | LetterKind::ReferralEnded
        | LetterKind::ReferralReceived
        | LetterKind::RegistrationLostForBroker
        | LetterKind::ChoiceLapsedForBroker => (line("関商工会議所"), vec![address("soudan@seki-cci.example.jp")]),
        _ => (line("田中 花子"), vec![address("soumu@b-sha.example.jp")]),
    };
    let wishes = (to_name == line("佐藤 健") || kind == LetterKind::SupportOrgWeek).then(|| ids.token());
    Letter {
        id: ids.fresh::<LetterId>(queued_at),
        kind,
        party: Party::Operator,
        edition: 0,
        language,
        to,
        to_name,
        queued_at,
        content,
        wishes,
        by_reply: ByReply::Nothing,
        untitled: matches!(
            kind,
            LetterKind::RegistrationSuspended | LetterKind::RegistrationLostForCompany | LetterKind::RegistrationLostForBroker
        ),
    }
}

pub fn all_letters() -> Vec<Letter> {
    let both = |kind| Language::ALL.map(|language| letter(kind, language));
    LetterKind::ALL.into_iter().flat_map(both).collect()
}
