//! The page of one person who agreed to be found by anybody: for readers, and in the words of schema.org for search engines and other programs.

use std::fmt;

use actix_web::{Error, HttpRequest, HttpResponse, web};
use askama::Template;
use askama::filters::HtmlSafe;
use serde_json::{Value, json};

use crate::catalogue::Catalogue;
use crate::desk::{ListedView, look_at_listed, note_views};
use crate::identity::Role;
use crate::ids::SpecialistId;
use crate::language::Language;
use crate::web::State;
use crate::web::agent::onlooker;
use crate::web::caller::{Caller, caller};
use crate::web::pages::ok;
use crate::web::pages::profile::ProfileWords;
use crate::web::pages::words::Words;
use crate::web::problem::Problem;
use crate::web::reader::{Reader, find_id, refuse_with};
use crate::wording::{field_name, menu_name, prefecture_name, say};

#[derive(Template)]
#[template(path = "pages/listed.html")]
struct ListedPage {
    t: Words,
    profile: ProfileWords,
    address: String,
    linked_data: LinkedData,
    /// The form of a help request with the first menu chosen.
    ask: String,
    /// For a clerk who is signed in: where the organisation recommends the person.
    endorse: Option<String>,
}

/// schema.org, as JSON that may stand in HTML as it is: no tag can begin or end in it, whatever somebody wrote.
struct LinkedData(Value);

impl fmt::Display for LinkedData {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(&self.0.to_string().replace('<', "\\u003c").replace('>', "\\u003e").replace('&', "\\u0026"))
    }
}

impl HtmlSafe for LinkedData {}

pub async fn show_listed(
    request: HttpRequest,
    state: web::Data<State>,
    Reader(language): Reader,
    path: web::Path<String>,
) -> Result<HttpResponse, Error> {
    let id: SpecialistId = find_id(&request, &path.into_inner())?;
    let listed = look_at_listed(&state.desk, id).await.map_err(|refusal| refuse_with(&request, Problem::of(refusal, language)))?;
    note_views(&state.desk, [id].into_iter(), onlooker(&request));
    let catalogue = &state.desk.catalogue;
    let address = address_of(&state, id);
    let menu = listed.shown.menus.first().map(|offered| format!("&menu={}", offered.menu)).unwrap_or_default();
    let page = ListedPage {
        t: Words(language),
        profile: ProfileWords::of(language, catalogue, &listed.shown, listed.verified)
            .with_credits(language, catalogue, &listed.credits)
            .with_track(language, listed.track.as_deref())
            .with_said(language, catalogue, listed.said.as_deref())
            .with_endorsements(language, catalogue, &listed.endorsed_by),
        linked_data: LinkedData(linked_data(language, catalogue, &listed, &address)),
        ask: format!("/help-requests/new?lang={}{menu}", language.tag()),
        endorse: acts_for_an_organisation(&request).then(|| format!("/specialists/{id}/endorse?lang={}", language.tag())),
        address,
    };
    Ok(ok(language, &page))
}

fn acts_for_an_organisation(request: &HttpRequest) -> bool {
    match caller(request) {
        Ok(Caller::Person(signed)) => matches!(signed.acts_as(), Some(Role::Broker(..))),
        Ok(Caller::Key(_) | Caller::Nobody) | Err(_) => false,
    }
}

/// Where everybody finds this person's page.
pub(super) fn address_of(state: &State, id: SpecialistId) -> String {
    format!("{}/specialists/{id}", state.settings.web.public_url.as_str().trim_end_matches('/'))
}

/// A `ProfilePage` about a `Person` with offers (<https://schema.org/ProfilePage>). Holds nothing that the page does not say.
fn linked_data(language: Language, catalogue: &Catalogue, listed: &ListedView, address: &str) -> Value {
    let shown = &listed.shown;
    let served = shown.served_prefectures.iter().chain([&shown.base.prefecture]);
    let mut area: Vec<String> = served.map(|code| prefecture_name(language, catalogue, code)).collect();
    area.sort();
    area.dedup();
    let area: Vec<Value> = area.into_iter().map(|name| json!({ "@type": "AdministrativeArea", "name": name })).collect();
    let offers = shown.menus.iter().map(|offered| {
        json!({
            "@type": "Offer",
            "itemOffered": { "@type": "Service", "name": menu_name(language, catalogue, &offered.menu), "areaServed": area },
            "priceSpecification": {
                "@type": "UnitPriceSpecification",
                "minPrice": offered.minimum_fee_yen,
                "priceCurrency": "JPY",
                "valueAddedTaxIncluded": false,
                "unitText": say(language, &format!("unit-{}", offered.unit.code())),
            },
        })
    });
    let mut person = json!({
        "@type": "Person",
        "@id": address,
        "name": shown.display_name.as_str(),
        "address": {
            "@type": "PostalAddress",
            "addressCountry": "JP",
            "addressRegion": prefecture_name(language, catalogue, &shown.base.prefecture),
            "addressLocality": shown.base.municipality.as_str(),
        },
        "knowsAbout": shown.fields.iter().map(|code| field_name(language, catalogue, code)).collect::<Vec<_>>(),
        "knowsLanguage": shown.conditions.languages.iter().map(|tongue| tongue.tag()).collect::<Vec<_>>(),
        "makesOffer": offers.collect::<Vec<_>>(),
    });
    if listed.verified {
        person["hasCredential"] = json!({ "@type": "EducationalOccupationalCredential", "name": say(language, "listed-credential") });
    }
    json!({
        "@context": "https://schema.org",
        "@type": "ProfilePage",
        "inLanguage": language.tag(),
        "url": address,
        "dateModified": shown.last_confirmed,
        "mainEntity": person,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_name_ends_the_block_in_which_it_stands() {
        let text = LinkedData(json!({ "name": "</script><script>alert(1)</script>&amp;" })).to_string();
        assert!(!text.contains(['<', '>', '&']), "{text}");
        let read: Value = serde_json::from_str(&text).unwrap();
        assert_eq!(read["name"], "</script><script>alert(1)</script>&amp;");
    }
}
