//! A story in which every field that somebody can write holds a text that stands nowhere else, so that a search tells where it went.

use chrono::Duration;
use nakodo::active_list::{ContactForm, ExperienceForm};
use nakodo::credits::{ClaimForm, ClaimState, Draw};
use nakodo::desk::{self, AcceptForm, Acceptance, DrawForm, KeyRequest, KeyTerms, Press, RoleRequest, Submitter, SuppressionForm};
use nakodo::engagement::WithdrawForm;
use nakodo::identity::PersonForm;
use nakodo::ids::{HelpRequestId, SpecialistId, Token};
use nakodo::intake::HelpRequestForm;
use nakodo::offers::{DeclineForm, TermsForm};
use nakodo::seals::Action;
use nakodo::store::{StoreError, StoredClaim};

use super::people::help_request;
use super::{World, press};

/// The specialist, and what they wrote in all the story.
pub const PERSON: [&str; 18] = [
    "空蝉太郎",
    "うつせみ",
    "utsusemi@planted.example.jp",
    "帚木市",
    "箒木検定一級",
    "竹河の相談役",
    "早蕨の工場を支援した",
    "夕顔の都合で難しい",
    "若紫の条件なら",
    "帚木係長",
    "柏木の条件で考えます",
    "薄雲の鍵",
    "橋姫主任",
    "総角の勉強会で話した",
    "https://planted.example.jp/agemaki",
    "椎本部長",
    "shiigamoto@planted.example.jp",
    "宿木の問いに答えてほしい",
];
pub const PERSON_ADDRESS: &str = PERSON[2];
/// What the company reads of them in the letter about the match.
pub const PERSON_TOLD: [&str; 5] = ["空蝉太郎", "utsusemi@planted.example.jp", "帚木市", "箒木検定一級", "帚木係長"];
/// Another specialist, who was asked too.
pub const OTHER: [&str; 3] = ["花散里二郎", "hanachirusato@planted.example.jp", "野分の都合で"];
/// A company whose help requests came to nothing.
pub const LEFT: [&str; 8] = [
    "宵待金属工業",
    "宵待市",
    "蓬生花子",
    "yomogi@planted.example.jp",
    "080-1234-9876",
    "夜勤の端末が暗号化された",
    "2021001052596",
    "009998",
];
/// Why it called a match off: both sides have read it.
pub const LEFT_BECAUSE: &str = "澪標の事情で続けられない";
/// The company that has a match.
pub const MATCHED: [&str; 8] =
    ["朝顔製作所", "朝顔市", "真木柱子", "maki@planted.example.jp", "090-5555-1234", "梅枝の受発注を電子化", "1010401089234", "009999"];
pub const MATCHED_ADDRESS: &str = MATCHED[3];
/// What the specialist reads of it in the letter about the match.
pub const MATCHED_TOLD: [&str; 5] = ["朝顔製作所", "朝顔市", "真木柱子", "maki@planted.example.jp", "090-5555-1234"];

pub struct Planted {
    pub person: SpecialistId,
    pub other: SpecialistId,
    /// The help request whose match was called off.
    pub left: HelpRequestId,
    pub matched: HelpRequestId,
}

/// What a company writes of itself and its troubles.
pub fn asking([name, municipality, contact, address, phone, narrative, vendor, blocked]: [&str; 8]) -> HelpRequestForm {
    let mut form = help_request();
    form.company.name = name.into();
    form.company.municipality = municipality.into();
    form.company.contact.name = contact.into();
    form.company.contact.address = address.into();
    form.company.contact.phone = Some(phone.into());
    form.company.relations.vendors = vec![vendor.into()];
    form.company.relations.blocked = vec![blocked.into()];
    form.need.narrative = narrative.into();
    form
}

fn in_own_name() -> AcceptForm {
    AcceptForm { acting_person: PERSON[9].to_owned(), ..AcceptForm::default() }
}

impl World {
    /// The specialist and the other, who both fit everything.
    pub async fn plant_people(&self) -> (SpecialistId, SpecialistId) {
        let mailbox = |address: &str, shared| vec![ContactForm { address: address.to_owned(), shared, language: None }];
        let person = self.enrol(|profile| {
            profile.name = PERSON[0].into();
            profile.display_name = Some(PERSON[1].into());
            profile.contacts = mailbox(PERSON_ADDRESS, true);
            profile.base.municipality = PERSON[3].into();
            profile.qualifications = vec![PERSON[4].into()];
            profile.max_engagements = Some(9);
            profile.experiences = vec![ExperienceForm {
                industry: "E".into(),
                role: PERSON[5].into(),
                from_year: Some(2019),
                text: PERSON[6].into(),
                ..ExperienceForm::default()
            }];
        });
        let person = person.await;
        let other = self.enrol(|profile| {
            profile.name = OTHER[0].into();
            profile.contacts = mailbox(OTHER[1], false);
            profile.max_engagements = Some(9);
        });
        (person, other.await)
    }

    /// A help request that is open, with everybody asked. Letters are in the order of their milliseconds, so the clock moves on.
    pub async fn plant(&self, form: HelpRequestForm) -> HelpRequestId {
        self.app.desk.clock.advance(Duration::seconds(1));
        let id = self.submit(form, Submitter::Operator).await.id;
        self.settle().await;
        id
    }

    pub fn offer_to(&self, address: &str) -> Token {
        self.letter(address, "offer").token("/offers/")
    }

    /// A claim that was approved, drawn and questioned, and one that waits.
    async fn plant_credits(&self, person: SpecialistId) {
        let desk = &self.app.desk;
        let form = |address: &str, hours: &str| ClaimForm {
            kind: "in-house-work".into(),
            from: "2026-11-02".into(),
            until: "2026-11-09".into(),
            hours: hours.into(),
            words: PERSON[13].into(),
            link: PERSON[14].into(),
            related: true,
            approver_name: PERSON[15].into(),
            approver_address: address.into(),
            approver_role: "supervisor".into(),
            ..ClaimForm::default()
        };
        let asked = desk::ask_for_approval(desk, person, form("murasaki@example.jp", "3")).await.expect("somebody is asked");
        desk::ask_for_approval(desk, person, form(PERSON[16], "4")).await.expect("somebody is asked");
        self.settle().await;
        let token = self.letter("murasaki@example.jp", "credit_asked").token("/approval/");
        desk::answer_approval(desk, desk.press(Action::Agree, token), None).await.expect("the link works");
        desk::set_cycle(desk, person, "cissp".into(), "2026-04-01".into()).await.expect("a day");
        desk::set_title(desk, person, "career-first-grade".into(), "2020-04-01".into()).await.expect("a day");
        let question = move |tx: &mut nakodo::store::Tx<'_>| {
            let claim = tx.find_claim(asked)?.expect("it is there");
            let drawn = StoredClaim { draw: Some(Draw::Drawn), ..claim };
            tx.change_claim(ClaimState::Entered, &drawn)
        };
        assert!(desk.store.write::<_, StoreError>(question).await.expect("the store answers"), "a draw that went so");
        let form = DrawForm { reason: PERSON[17].into() };
        desk::question_entry(desk, asked, form).await.expect("it was drawn");
    }

    /// The whole story: one help request declined and cancelled, one matched under other terms and called off, one answered in a browser that nobody knows,
    /// and one matched. The specialist has an account and a key, and does not get all letters.
    pub async fn plant_story(&self) -> Planted {
        let desk = &self.app.desk;
        let (person, other) = self.plant_people().await;
        let cancel = async |id| desk::cancel_help_request(desk, id, nakodo::identity::Role::Operator).await.expect("it goes on");
        let decline = |text: &str| DeclineForm { reason: "no-time".to_owned(), text: text.to_owned() };
        let terms = |text: &str| TermsForm { fee_yen: Some(1), text: text.to_owned(), ..TermsForm::default() };

        let declined = self.plant(asking(LEFT)).await;
        press::decline_offer(desk, self.offer_to(PERSON_ADDRESS), decline(PERSON[7])).await.expect("the link works");
        cancel(declined).await;

        let left = self.plant(asking(LEFT)).await;
        press::propose_terms(desk, self.offer_to(PERSON_ADDRESS), terms(PERSON[8])).await.expect("the link works");
        let status = self.letter(LEFT[3], "people_asked").token("/help-requests/status/");
        let willing = self.offers_of(left).await.into_iter().find(|offer| offer.specialist == person).expect("an offer");
        assert_eq!(press::choose_offer(desk, status.clone(), willing.id).await.expect("the link works"), desk::Choice::Chosen);
        self.settle().await;
        let reason = WithdrawForm { reason: LEFT_BECAUSE.to_owned() };
        press::withdraw_as_company(desk, status, reason).await.expect("the link works");
        self.settle().await;
        cancel(left).await;

        let drafted = self.plant(asking(LEFT)).await;
        let unknown = Press {
            browser: Some(Token::find(&"E".repeat(43)).expect("a token")),
            ..desk.press(Action::Propose, self.offer_to(PERSON_ADDRESS))
        };
        desk::propose_terms(desk, unknown, terms(PERSON[10]), in_own_name()).await.expect("a code is sent");
        self.settle().await;
        cancel(drafted).await;

        let matched = self.plant(asking(MATCHED)).await;
        press::decline_offer(desk, self.offer_to(OTHER[1]), decline(OTHER[2])).await.expect("the link works");
        let here = Press { browser: Some(press::browser()), ..desk.press(Action::Accept, self.offer_to(PERSON_ADDRESS)) };
        let accepted = desk::accept_offer(desk, here, in_own_name()).await.expect("the link works");
        assert!(matches!(accepted, Acceptance::Won(_)), "{accepted:?}");
        self.settle().await;

        let account = self.invite(PERSON_ADDRESS, RoleRequest::Specialist("000001".into())).await.account;
        let (now, id) = (desk.clock.now(), desk.ids.beside(desk.clock.now()));
        let name = PersonForm { name: PERSON[12].to_owned() }.check().expect("a name");
        let named = desk.store.write::<_, StoreError>(move |tx| tx.put_person(id, account, &name, now)).await;
        named.expect("the store answers");
        self.invite(MATCHED_ADDRESS, RoleRequest::Company(matched)).await;
        let named = KeyTerms { label: PERSON[11].into(), ..KeyTerms::named("") };
        desk::create_key(desk, KeyRequest::Specialist("000001".into()), named).await.expect("the key is made");
        for (address, kind) in [(PERSON_ADDRESS, "offer_reminder"), (MATCHED_ADDRESS, "nobody_found")] {
            let stopped = SuppressionForm { address: address.to_owned(), kind: Some(kind.to_owned()) };
            assert!(desk::add_suppression(desk, stopped).await.expect("it is one of ours"));
        }
        self.plant_credits(person).await;
        self.settle().await;
        Planted { person, other, left, matched }
    }
}

/// Which of these texts stand in it.
pub fn found<'a>(text: &str, planted: &[&'a str]) -> Vec<&'a str> {
    planted.iter().filter(|one| text.contains(**one)).copied().collect()
}
