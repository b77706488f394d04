//! What fields mean, where their own comments do not say it, and an example of each: one line for each name, since a name means the same wherever it
//! stands. Unit and bounds are in the words.

use serde_json::{Value, json};

/// Name (or `Schema.name`, which goes before), meaning, example as JSON. What the code says of a field goes before what stands here.
const WORDS: &[(&str, &str, &str)] = &[
    ("address", "Mail address, at most 254 characters.", r#""soumu@b-sha.example.jp""#),
    ("advice", "Sentences in the reader's language.", r#"["都道府県の条件を外すと 3 人が見つかります。"]"#),
    ("answer", "Codes of the mail server, or why there was nothing to send.", r#""550 5.1.1""#),
    ("answered_at", "When the specialist answered (RFC 3339, UTC); none before that.", r#""2026-12-01T03:00:00Z""#),
    ("at", "When (RFC 3339, UTC).", r#""2026-12-01T03:00:00Z""#),
    ("attempt", "1 for the first.", "1"),
    ("attempts", "How often it was tried.", "1"),
    ("because", "Reasons in words, the most telling first.", r#"["分野: 80 点（重み 25%）"]"#),
    ("best_score", "0 to 1.", "0.71"),
    ("blackouts", "Days on which the person takes no work.", r#"[{ "from": "2026-12-28", "to": "2027-01-05" }]"#),
    ("Conflicts.blocked", "Corporate numbers of companies for which the person does not want to work.", r#"["7000012050002"]"#),
    ("ConflictsForm.blocked", "Corporate numbers of companies for which the person does not want to work.", r#"["7000012050002"]"#),
    ("blocked", "Whom nobody is to ask, by number; nobody is told of it.", r#"["012345"]"#),
    ("Outcome.words", "What the company adds, in its own words.", r#""年度末が過ぎたら始めます。""#),
    ("Judging.reason", "Why it decided as it did, in its words; none before it did.", r#""二回目の記録と議事録が合っています。""#),
    ("Dispute.words", "Why, in the company's words.", r#""二時間で終わりました。""#),
    ("ExportedClaim.link", "Where the evidence is.", r#""https://example.jp/proceedings/12""#),
    ("ExportedClaim.words", "The evidence, in the person's words.", r#""研修の修了証 第12号""#),
    ("Reply.words", "In the side's own words; empty where nothing is left of them.", r#""またお声がけください。""#),
    (
        "Review.words",
        "What is added, in the side's own words; empty where nothing is, or not any more.",
        r#""説明がわかりやすく、助かりました。""#,
    ),
    ("Report.words", "What was done, in the specialist's words.", r#""台帳を作り、更新の手順を決めました。""#),
    ("company_duties", "What the company does, in the words of the terms.", r#""資料をそろえる。""#),
    ("Sheet.place", "Where the work is done, in the words of the terms.", r#""関金属工業の事業所(岐阜県関市)""#),
    ("expenses", "Who bears which expenses, in the words of the terms.", r#""交通費は実費。""#),
    ("specialist_duties", "What the specialist does, in the words of the terms.", r#""記録を残す。""#),
    ("how", "How it ended.", r#""confirmed""#),
    ("minutes", "So many minutes.", "120"),
    ("state", "How it stands.", r#""planned""#),
    ("of", "Which side did not turn up.", r#""company""#),
    ("borders", "Prefectures over so many borders from the base are served too, 0 to 3.", "1"),
    ("budget_yen", "In yen without tax, for all of the work.", "60000"),
    ("candidates", "People who could be asked, best first.", "[]"),
    ("capital_yen", "In yen; none where there is no capital.", "10000000"),
    ("change", "What to change.", r#""spread-over""#),
    ("changes", "What to change together.", r#"[{ "change": "spread-over", "weeks": 8 }]"#),
    ("clients", "Corporate numbers of companies to which the person, or the employer, sells IT services.", r#"["7000012050002"]"#),
    ("code", "A stable code.", r#""21""#),
    ("competitors", "Corporate numbers of competitors.", r#"["7000012050002"]"#),
    ("contacts", "Mailboxes at which the person reads letters, at least one.", r#"[{ "address": "sato@example.jp" }]"#),
    ("corporate_number", "Thirteen digits with a right check digit; none for a sole proprietor.", r#""7000012050002""#),
    ("customers", "Corporate numbers of customers of the main job.", r#"["7000012050002"]"#),
    ("decline_reason", "Code of the reason where it was declined.", r#""not-this-kind""#),
    ("detail", "A sentence in the reader's language.", r#""Write a number.""#),
    ("display_name", "The name that companies see before a match.", r#""S1""#),
    ("eligibility", "Where the company stands by the law on small companies.", "null"),
    ("employees", "Persons in regular employment.", "10"),
    ("employer", "Corporate number of the employer.", r#""7000012050002""#),
    ("en", "The sentence in English.", r#""The company counts as small.""#),
    ("estimated_fee_yen", "In yen without tax.", "60000"),
    ("experiences", "Work done before.", "[]"),
    ("expires_at", "Until when it holds (RFC 3339, UTC).", r#""2026-12-04T03:00:00Z""#),
    ("failing", "The rules that fail.", "[]"),
    ("field_levels", "ITSS level, 1 to 7, of some of those fields.", r#"{ "security-coordination": 4 }"#),
    ("fields", "Codes of ITSS+ fields.", r#"["security-coordination"]"#),
    ("flexible", "Whether the main job lets the person go at short notice.", "false"),
    ("HandOverForm.from", "An account.", r#""019aa1b2-0000-7000-8000-000000000001""#),
    ("HandOverForm.to", "An account.", r#""019aa1b2-0000-7000-8000-000000000002""#),
    ("from", "The first day (Japan).", r#""2026-12-28""#),
    ("from_year", "Year in which it began.", "2019"),
    ("given", "True: given; false: withdrawn.", "true"),
    ("group", "Corporate numbers of the other companies of the group.", r#"["7000012050002"]"#),
    ("guideline_step", "Step of the guideline for small companies, 1 to 4.", "2"),
    ("help_request", "The help request that it belongs to, if to one.", r#""019aa1b2-0000-7000-8000-000000000001""#),
    (
        "ReferralView.help_request",
        "The help request, while it is with the caller's organisation.",
        r#""019aa1b2-0000-7000-8000-000000000001""#,
    ),
    ("FailingRule.help_request", "What the help request asks.", r#""15,000円""#),
    ("help_requests", "Number of help requests.", "15"),
    ("hours", "Hours of work in all.", "6"),
    ("hours_per_week", "Hours of work that the person has in a week, 1 to 60.", "8"),
    ("industries", "JSIC divisions.", r#"["E"]"#),
    ("industry", "JSIC division, `A` to `T`.", r#""E""#),
    ("industry_code", "JSIC code finer than the division.", r#""E24""#),
    ("islands", "Whether the person goes to islands that only ships and planes reach.", "false"),
    ("ja", "The sentence in Japanese.", r#""中小企業にあたります。""#),
    ("kept_out", "How many people each rule keeps out.", r#"[{ "rule": "budget", "people": 3 }]"#),
    ("kind", "Code of a kind.", r#""offer""#),
    ("label", "What it is for, in few words.", r#""nightly report""#),
    ("language", "`ja` or `en`.", r#""ja""#),
    ("last_confirmed", "The day on which the person last said that the profile holds (Japan).", r#""2026-11-01""#),
    ("letter", "The letter.", r#""019aa1b2-0000-7000-8000-000000000001""#),
    ("made_at", "When it was made (RFC 3339, UTC).", r#""2026-12-01T03:00:00Z""#),
    ("matched", "Whether it is what was looked for.", "true"),
    ("max_engagements", "Engagements that the person takes at one time.", "2"),
    ("Member.number", "The number that the organisation has for this member.", r#""A-0123""#),
    ("menu", "Code of a support menu.", r#""basic-check""#),
    ("menus", "Codes of support menus, or menus with their fees.", r#"["basic-check"]"#),
    ("minimum_fee_yen", "In yen without tax, for one unit.", "15000"),
    ("most_sensitive", "`ordinary`, `internal` or `confidential`.", r#""confidential""#),
    ("municipality", "City, town or village.", r#""関市""#),
    ("Nakodo-Reason", "Why somebody looks at what is not theirs.", r#""the company asked by telephone""#),
    ("Idempotency-Key", "A key of the caller's own for this request.", r#""5f1c2a""#),
    ("q", "Words.", r#""ISMS 製造""#),
    ("service", "Codes of services.", r#""training""#),
    ("category", "Codes of categories.", r#""people""#),
    ("field", "Codes of ITSS+ fields.", r#""security-coordination""#),
    ("offset", "A number of rows.", "20"),
    ("limit", "A number of rows.", "20"),
    ("name", "Name of the person or the company, at most 120 characters.", r#""B社""#),
    ("narrative", "In the company's own words, at most 4,000 characters.", r#""取引先からセキュリティ対策の確認を求められています。""#),
    ("object_id", "The id of what it was done to.", r#""019aa1b2-0000-7000-8000-000000000001""#),
    ("offer", "The offer that it belongs to, if to one.", r#""019aa1b2-0000-7000-8000-000000000001""#),
    ("outcomes", "What came of each part of the mail.", r#"["answered"]"#),
    ("party", "To whom, by kind and id.", r#""specialist:019aa1b2-0000-7000-8000-000000000001""#),
    ("people", "Number of people.", "3"),
    ("permission", "What the employer says to work beside the main job.", r#""granted""#),
    ("permission_until", "The last day of a permission that was given for a time.", r#""2027-03-31""#),
    ("phone", "Telephone number, at most 120 characters.", r#""0575-00-0000""#),
    ("prefecture", "JIS X 0401 code, `01` to `47`.", r#""21""#),
    ("preparation_percent", "What an hour with the company costs in all, in percent.", "150"),
    ("qualifications", "Other qualifications, in the person's own words.", r#"["中小企業診断士"]"#),
    ("queued_at", "When it was queued (RFC 3339, UTC).", r#""2026-12-01T03:00:00Z""#),
    ("reason", "Why somebody looked at what is not theirs.", r#""asked by telephone""#),
    ("remote", "Whether the person works from afar.", "true"),
    ("request", "The name of the request, as in `X-Request-Id`.", r#""4bf92f3577b34da6a3ce929d0e0e4736""#),
    ("role", "A role.", r#""operator""#),
    ("scope", "To what the word of consent belongs.", r#""listing""#),
    ("score", "0 to 1.", "0.71"),
    ("sensitivity", "`ordinary`, `internal` or `confidential`.", r#""internal""#),
    ("sent_at", "When it left (RFC 3339, UTC); none before that.", r#""2026-12-01T03:00:05Z""#),
    ("sentence", "A sentence in the reader's language.", r#""最低料金が予算に収まること""#),
    ("sentences", "Sentences in the reader's language.", r#"["期間を 8 週間に延ばす"]"#),
    ("seq", "Place in the chain; none for some seconds.", "1234"),
    ("served_prefectures", "JIS X 0401 codes.", r#"["21", "23"]"#),
    ("shared", "Whether several people read the mailbox.", "false"),
    ("source", "The client's address.", r#""203.0.113.9""#),
    ("staff", "Size of the company that was supported.", r#""up-to-20""#),
    ("start_on", "The first day of the work (Japan).", r#""2026-12-01""#),
    ("status", "The HTTP status.", "422"),
    ("subject", "A mailbox, or somebody on record.", r#""specialist:019aa1b2-0000-7000-8000-000000000001""#),
    ("submitted_at", "When it was submitted (RFC 3339, UTC).", r#""2026-12-01T03:00:00Z""#),
    ("since", "Since when (RFC 3339, UTC).", r#""2026-12-01T03:00:00Z""#),
    (
        "support_org",
        "The support organisation that asks for the company; none where the company asks by itself.",
        r#""019aa1b2-0000-7000-8000-000000000001""#,
    ),
    ("terms", "What each term adds to the score.", "[]"),
    ("text", "In the person's own words, at most 2,000 characters.", r#""基本方針の作成を支援しました。""#),
    ("title", "What went wrong, in the reader's language.", r#""Some fields need to be mended""#),
    ("to", "The last day (Japan).", r#""2027-01-05""#),
    ("to_year", "Year in which it ended; none while it goes on.", "2022"),
    ("to_yen", "In yen without tax.", "80000"),
    ("total", "Number of people.", "3"),
    ("unit", "What a minimum fee is paid for: `hour`, `visit`, `day`, `project` or `month`.", r#""hour""#),
    ("valid_until", "The last day on which the registration holds (Japan).", r#""2028-03-31""#),
    ("value", "0 to 1; none where nothing is known.", "0.8"),
    ("vendors", "Corporate numbers of companies that sell the company IT services.", r#"["7000012050002"]"#),
    ("version", "Grows by one with every change.", "3"),
    ("ConsentRecord.version", "Edition of the text that was agreed to.", r#""2026-04""#),
    ("wanted", "As many people as a wave has.", "3"),
    ("wave", "1 for the first wave.", "1"),
    ("waves", "Waves of offers so far.", "1"),
    ("weeks", "Number of weeks.", "8"),
    ("weight", "0 to 1.", "0.25"),
    ("ExperienceForm.role", "What the person did there, at most 120 characters.", r#""相談役""#),
    ("Experience.role", "What the person did there.", r#""相談役""#),
    ("acting_person", "Who acts, where several people share the mailbox.", r#""佐藤""#),
    ("ExportedCompany.contact", "Name of whom to write to.", r#""田中 花子""#),
    ("support_org_name", "Name of the support organisation that asked for the company.", r#""岐阜県産業振興機構""#),
    ("act", "What was done.", r#""offer_accepted""#),
    ("object_kind", "To what it was done.", r#""offer""#),
    ("who", "Who it was, by kind and id.", r#""key:019aa1b2-0000-7000-8000-000000000001""#),
    ("contact", "Whom to write to.", "null"),
    ("conflicts", "Companies for which the person will not, or must not, work.", "null"),
    ("employment", "The main job, where there is one.", "null"),
    ("travel", "How far the person travels.", "null"),
    ("wishes", "What the person likes best.", "null"),
    ("company", "The company that asks.", "null"),
    ("need", "What is asked for.", "null"),
    ("id", "Names it for good; the time at which it was made is its beginning.", r#""019aa1b2-0000-7000-8000-000000000001""#),
    ("base", "Where the person is based.", "null"),
    ("created_at", "When it was made (RFC 3339, UTC).", r#""2026-12-01T03:00:00Z""#),
    ("revoked_at", "When it was withdrawn (RFC 3339, UTC); none while it is good.", r#""2026-12-01T03:00:00Z""#),
    ("scopes", "What the caller may.", r#"["help-requests:read"]"#),
    ("Me.value", "For the header `Nakodo-Value`.", r#""AAAAAGkpZ8A""#),
    ("NewKey.key", "What goes into the header `Authorization: Bearer …`.", r#""qzf5pHW_ornrxuMDJ0zMTZZp0IwXdlOaiVrb1X58des""#),
    ("facets", "How many people each code of each filter would leave.", r#"{ "menu": [{ "code": "basic-check", "people": 3 }] }"#),
    ("availability", "Slots of the week, `mon-am` to `sun-ev`.", r#"["mon-ev", "sat-am"]"#),
    ("slots", "Slots of the week, `mon-am` to `sun-ev`.", r#"["tue-pm", "thu-pm"]"#),
    ("registration", "What the register of specialists says.", "null"),
    ("fee_yen", "In yen without tax, for all of the work.", "70000"),
    (
        "Pauses.menus",
        "Menus that the person rests from, each with the first day on which to ask again.",
        r#"{ "basic-check": "2027-02-01" }"#,
    ),
    (".remote", "`yes`: only people who work from afar.", r#""yes""#),
];

/// Fills in what fields and parameters lack.
pub fn add(document: &mut Value) {
    // Indexing what can be changed would add what is not there.
    let paths = document.get_mut("paths").and_then(Value::as_object_mut).into_iter().flatten();
    for about in paths.flat_map(|(_, methods)| methods.as_object_mut().into_iter().flatten().map(|(_, about)| about)) {
        for parameter in about.get_mut("parameters").and_then(Value::as_array_mut).into_iter().flatten() {
            let name = parameter["name"].as_str().unwrap_or_default().to_owned();
            if parameter["example"].is_null() && parameter["schema"]["$ref"].is_null() {
                let mut schema = parameter["schema"].take();
                describe("", &name, &mut schema);
                if let Some(example) = schema.as_object_mut().and_then(|schema| schema.remove("example")) {
                    parameter["example"] = example;
                }
                schema.as_object_mut().and_then(|schema| schema.remove("description"));
                parameter["schema"] = schema;
            }
        }
    }
    let Some(schemas) = document["components"]["schemas"].as_object_mut() else { return };
    for (schema, value) in schemas {
        in_schema(schema, value);
    }
}

fn in_schema(schema: &str, value: &mut Value) {
    for (name, property) in value.get_mut("properties").and_then(Value::as_object_mut).into_iter().flatten() {
        describe(schema, name, property);
    }
    for several in ["allOf", "oneOf", "anyOf"] {
        for part in value.get_mut(several).and_then(Value::as_array_mut).into_iter().flatten() {
            in_schema(schema, part);
        }
    }
}

fn describe(schema: &str, name: &str, property: &mut Value) {
    let own = format!("{schema}.{name}");
    let line = |wanted: &str| WORDS.iter().find(|(name, ..)| *name == wanted);
    let line = line(&own).or_else(|| line(name));
    if property["description"].is_null()
        && let Some(said) = said_by_part(property).or_else(|| line.map(|(_, meaning, _)| json!(meaning)))
    {
        property["description"] = said;
    }
    if property["example"].is_null()
        && let Some(example) = line
            .and_then(|(.., example)| serde_json::from_str::<Value>(example).ok())
            .filter(|example| fits(property, example))
            .or_else(|| by_form(property))
    {
        property["example"] = example;
    }
}

/// utoipa puts the comment of a field that may be missing into the part that is not null.
fn said_by_part(property: &Value) -> Option<Value> {
    property["oneOf"].as_array()?.iter().find_map(|part| part.get("description").cloned())
}

/// Whether an example is of the property's own type. Of a type that stands elsewhere the example does too, but for plain text.
fn fits(property: &Value, example: &Value) -> bool {
    let is_text = |value: &Value| {
        let refers = |part: &Value| part["$ref"].as_str().is_some_and(|place| place.ends_with("/Line") || place.ends_with("/Prose"));
        value["enum"].is_null() && (is(value, "string") || refers(value) || value["oneOf"].as_array().into_iter().flatten().any(refers))
    };
    match example {
        Value::Null => false,
        Value::Bool(_) => is(property, "boolean"),
        Value::Number(number) => is(property, "number") || (is(property, "integer") && !number.is_f64()),
        Value::String(_) => is_text(property),
        Value::Object(_) => is(property, "object"),
        Value::Array(items) => {
            is(property, "array")
                && items.iter().all(|item| if item.is_string() { is_text(&property["items"]) } else { !is_text(&property["items"]) })
        }
    }
}

fn is(value: &Value, kind: &str) -> bool {
    value["type"] == kind || value["type"].as_array().into_iter().flatten().any(|one| one == kind)
}

/// An example of a form that says enough.
fn by_form(property: &Value) -> Option<Value> {
    match property["format"].as_str() {
        Some("date-time") => Some(json!("2026-12-01T03:00:00Z")),
        Some("date") => Some(json!("2026-12-01")),
        Some("uuid") => Some(json!("019aa1b2-0000-7000-8000-000000000001")),
        _ if is(property, "boolean") => Some(json!(false)),
        _ => None,
    }
}
