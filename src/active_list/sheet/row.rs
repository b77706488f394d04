//! One row: cells to a form, and the form's mistakes back to cells.

use std::collections::{BTreeMap, HashMap};

use chrono::NaiveDate;

use crate::active_list::sheet::cells::{
    PARTS, iso_date, items, plain, prefecture, shown, split, unescaped, unguarded, whole_number, yes_or_no,
};
use crate::active_list::sheet::columns::is_within;
use crate::active_list::sheet::{CellError, Column};
use crate::active_list::{
    BaseForm, BlackoutForm, ConditionsForm, ConflictsForm, ConsentForm, ContactForm, EmploymentForm, ExperienceForm, LISTING,
    OfferedMenuForm, RegistrationForm, Specialist, SpecialistForm, TravelForm, WishesForm,
};
use crate::catalogue::Catalogue;
use crate::report::{FieldError, Mistake};
use crate::values::{Slot, WeeklySlots};

/// Reads one row's cells and remembers what the form itself cannot tell about them.
pub(super) struct RowReader<'a> {
    line: u64,
    cells: HashMap<&'static str, &'a str>,
    errors: Vec<CellError>,
    /// For each item of a list, the pointer of what it became in the form and what was typed there.
    typed: Vec<(String, String)>,
    /// Pointers about which everything is said: a number that cannot be read is not also a missing number.
    settled: Vec<String>,
}

impl<'a> RowReader<'a> {
    pub fn new(line: u64, cells: impl Iterator<Item = (&'static str, &'a String)>) -> Self {
        let cells = cells.map(|(name, cell)| (name, unguarded(cell))).collect();
        Self { line, cells, errors: Vec::new(), typed: Vec::new(), settled: Vec::new() }
    }

    /// The row as a form. What cannot be put into a form at all is noted.
    pub fn form(&mut self, catalogue: &Catalogue) -> SpecialistForm {
        SpecialistForm {
            registration: RegistrationForm {
                number: self.code("registration_number"),
                valid_until: iso_date(self.cell("valid_until")),
                status: filled(self.code("status")),
            },
            name: self.cell("name").to_owned(),
            display_name: self.display_name(),
            contacts: self.list("contacts", Self::contact),
            consents: self.consents(),
            affiliation: self.code("affiliation"),
            base: BaseForm {
                prefecture: prefecture(catalogue, self.cell("base_prefecture")),
                municipality: self.cell("base_municipality").to_owned(),
            },
            served_prefectures: self.list("served_prefectures", |_, _, item| Some(prefecture(catalogue, item))),
            remote: self.yes("remote").unwrap_or(false),
            fields: self.codes("fields"),
            field_levels: self.levels(),
            menus: self.list("menus", Self::menu),
            qualifications: self.list("qualifications", |_, _, item| Some(unescaped(item))),
            experiences: self.list("experiences", Self::experience),
            availability: self.availability(),
            hours_per_week: self.cell_number("hours_per_week"),
            blackouts: self.list("blackouts", Self::blackout),
            max_engagements: self.cell_number("max_engagements"),
            conditions: self.conditions(),
            last_confirmed: filled(iso_date(self.cell("last_confirmed"))),
        }
    }

    /// Notes that another row has the same registration number.
    pub fn refuse_duplicate(&mut self, first_line: u64) {
        let number = self.cell("registration_number");
        self.refuse("registration_number", number, Mistake::new("duplicate-in-file").with("line", first_line));
    }

    /// The form with what it means, or all mistakes of the row in the order of the columns.
    pub fn finish(
        mut self,
        form: SpecialistForm,
        catalogue: &Catalogue,
        today: NaiveDate,
    ) -> Result<(SpecialistForm, Specialist), Vec<CellError>> {
        match form.check(catalogue, today) {
            Ok(specialist) if self.errors.is_empty() => return Ok((form, specialist)),
            Ok(_) => (),
            Err(mistakes) => mistakes.into_iter().for_each(|mistake| self.put_back(mistake)),
        }
        self.errors.sort_by_key(|error| Column::place(&error.column));
        Err(self.errors)
    }

    /// Puts a mistake of the form back to its cell.
    fn put_back(&mut self, FieldError { pointer, code, args }: FieldError) {
        if self.settled.contains(&pointer) {
            return;
        }
        let column = Column::at(&pointer).map_or("", |column| column.name);
        let item = self.typed.iter().find(|(part, _)| is_within(&pointer, part)).map(|(_, item)| item.as_str());
        let found = shown(item.unwrap_or(self.cell(column)));
        // A code is quoted as it was typed; the form would quote a mail address in the wrong column in full.
        let args = args.into_iter().map(|(name, value)| (name, if name == "value" { found.clone() } else { value })).collect();
        self.errors.push(CellError { line: self.line, column: column.to_owned(), found, code, args });
    }

    fn refuse(&mut self, column: &str, found: &str, mistake: Mistake) {
        let Mistake { code, args } = mistake;
        self.errors.push(CellError { line: self.line, column: column.to_owned(), found: shown(found), code, args });
    }

    /// A cell as typed; empty if the file does not have the column.
    fn cell(&self, column: &str) -> &'a str {
        self.cells.get(column).copied().unwrap_or_default()
    }

    fn code(&self, column: &str) -> String {
        plain(self.cell(column))
    }

    /// Reads a list item by item; the form has a list of the same name. `read` gives none for an item that it refused.
    fn list<T>(&mut self, column: &str, read: impl Fn(&mut Self, &str, &str) -> Option<T>) -> Vec<T> {
        let mut parts = Vec::new();
        for item in items(self.cell(column)) {
            let pointer = format!("{}/{}", Column::pointer(column), parts.len());
            match read(self, &pointer, item) {
                Some(part) => {
                    parts.push(part);
                    self.typed.push((pointer, item.to_owned()));
                }
                None => self.settled.push(Column::pointer(column)),
            }
        }
        parts
    }

    fn cell_number(&mut self, column: &str) -> Option<u8> {
        let text = self.cell(column);
        self.number(column, Column::pointer(column), text, text, u8::MAX)
    }

    fn large_number(&mut self, column: &str) -> Option<u16> {
        let text = self.cell(column);
        self.number(column, Column::pointer(column), text, text, u16::MAX)
    }

    /// A number that stands in `text`, which is a part of what was `typed` for `pointer`.
    fn number<T: TryFrom<u64>>(&mut self, column: &str, pointer: String, text: &str, typed: &str, largest: T) -> Option<T> {
        let digits = plain(text);
        let number = whole_number(&digits, largest);
        if number.is_none() && !digits.is_empty() {
            self.refuse(column, typed, Mistake::new("not-a-number"));
            self.settled.push(pointer);
        }
        number
    }

    fn display_name(&mut self) -> Option<String> {
        let text = filled(self.cell("display_name").to_owned());
        if text.is_none() {
            // The name stands in for it, and its mistakes are said once.
            self.settled.push("/display_name".to_owned());
        }
        text
    }

    fn consents(&self) -> Vec<ConsentForm> {
        let given = |version| ConsentForm { scope: LISTING.to_owned(), version, given: true };
        filled(self.code("consent")).map(given).into_iter().collect()
    }

    /// None where nothing was typed, or what was typed is neither.
    fn yes(&mut self, column: &str) -> Option<bool> {
        let text = self.cell(column);
        let answer = yes_or_no(text);
        if answer.is_none() && !text.trim().is_empty() {
            self.refuse(column, text, Mistake::new("not-yes-or-no"));
        }
        answer
    }

    fn codes(&mut self, column: &str) -> Vec<String> {
        self.list(column, |_, _, item| Some(plain(item)))
    }

    fn levels(&mut self) -> BTreeMap<String, u8> {
        let read = |reader: &mut Self, _: &str, item: &str| {
            let plain = plain(item);
            let Some((field, level)) = plain.split_once(':') else {
                return reader.refuse_shape("field_levels", item, "code:level");
            };
            let pointer = format!("/field_levels/{}", field.trim());
            let level = reader.number("field_levels", pointer.clone(), level, item, u8::MAX)?;
            reader.typed.push((pointer, item.to_owned()));
            Some((field.trim().to_owned(), level))
        };
        self.list("field_levels", read).into_iter().collect()
    }

    fn conditions(&mut self) -> ConditionsForm {
        ConditionsForm {
            employment: EmploymentForm {
                employer: filled(self.code("employer")),
                group: self.codes("employer_group"),
                permission: filled(self.code("employer_permission")),
                permission_until: filled(iso_date(self.cell("permission_until"))),
                flexible: self.yes("flexible").unwrap_or(false),
            },
            conflicts: ConflictsForm {
                customers: self.codes("conflict_customers"),
                competitors: self.codes("conflict_competitors"),
                blocked: self.codes("conflict_blocked"),
                clients: self.codes("conflict_clients"),
            },
            travel: TravelForm { borders: self.cell_number("travel_borders"), islands: self.yes("islands").unwrap_or(false) },
            wishes: WishesForm { industries: self.codes("wished_industries"), sizes: self.codes("wished_sizes") },
            preparation_percent: self.large_number("preparation_percent"),
            frames: self.codes("frames"),
            teaming: self.codes("teaming"),
            languages: self.codes("languages"),
            most_sensitive: filled(self.code("most_sensitive")),
            sells_products: self.yes("sells_products"),
            quiet_hours: filled(self.code("quiet_hours")),
            incident_calls_any_time: self.yes("incident_calls_any_time").unwrap_or(false),
        }
    }

    fn availability(&mut self) -> Vec<String> {
        let mut slots = WeeklySlots::EMPTY;
        for item in items(self.cell("availability")) {
            let name = plain(item).to_lowercase();
            let named: Vec<Slot> = Slot::all().filter(|slot| name == "any" || is_named(*slot, &name)).collect();
            if named.is_empty() {
                self.refuse("availability", item, Mistake::new("unknown-slot").with("value", shown(item)));
            }
            slots = named.into_iter().fold(slots, WeeklySlots::with);
        }
        slots.iter().map(|slot| slot.to_string()).collect()
    }

    fn contact(&mut self, _: &str, item: &str) -> Option<ContactForm> {
        let item = plain(item);
        let mut parts = split(&item, PARTS).into_iter();
        let mut contact = ContactForm { address: unescaped(parts.next().unwrap_or_default()), ..ContactForm::default() };
        for mark in parts {
            match mark.trim().to_lowercase().as_str() {
                "" => (),
                "shared" => contact.shared = true,
                language @ ("ja" | "en") => contact.language = Some(language.to_owned()),
                _ => self.refuse("contacts", &item, Mistake::new("not-one-of").with("choices", "shared, ja, en")),
            }
        }
        Some(contact)
    }

    fn menu(&mut self, pointer: &str, item: &str) -> Option<OfferedMenuForm> {
        let plain = plain(item);
        let [menu, fee, unit] = plain.split(':').map(str::trim).collect::<Vec<_>>()[..] else {
            return self.refuse_shape("menus", item, "code:fee:unit");
        };
        let minimum_fee_yen = self.number("menus", format!("{pointer}/minimum_fee_yen"), fee, item, u32::MAX);
        Some(OfferedMenuForm { menu: menu.to_owned(), minimum_fee_yen, unit: unit.to_owned() })
    }

    fn experience(&mut self, pointer: &str, item: &str) -> Option<ExperienceForm> {
        let (industry, role, from, to, text, more) = match split(item, PARTS)[..] {
            [industry, role, from, to, text] => (industry, role, from, to, text, ["", ""]),
            [industry, role, from, to, text, size, step] => (industry, role, from, to, text, [size, step]),
            _ => return self.refuse_shape("experiences", item, "industry|role|from|to|text|size|step"),
        };
        let from_year = self.number("experiences", format!("{pointer}/from_year"), from, item, u16::MAX);
        let to_year = self.number("experiences", format!("{pointer}/to_year"), to, item, u16::MAX);
        let [size, step] = more;
        Some(ExperienceForm {
            industry: plain(industry),
            role: unescaped(role),
            from_year,
            to_year,
            staff: filled(plain(size)),
            guideline_step: self.number("experiences", format!("{pointer}/guideline_step"), step, item, u8::MAX),
            text: unescaped(text),
        })
    }

    fn refuse_shape<T>(&mut self, column: &str, item: &str, shape: &str) -> Option<T> {
        self.refuse(column, item, Mistake::new("wrong-shape").with("shape", shape));
        None
    }

    fn blackout(&mut self, _: &str, item: &str) -> Option<BlackoutForm> {
        match plain(item).split_once("..") {
            Some((from, to)) => Some(BlackoutForm { from: iso_date(from), to: iso_date(to) }),
            None => self.refuse_shape("blackouts", item, "2026-12-28..2027-01-04"),
        }
    }
}

/// None for a cell that was left empty.
fn filled(text: String) -> Option<String> {
    if text.trim().is_empty() { None } else { Some(text) }
}

/// Whether `name` is the slot (`sat-am`) or its whole day (`sat`).
fn is_named(slot: Slot, name: &str) -> bool {
    let slot = slot.to_string();
    slot == name || slot.split_once('-').is_some_and(|(day, _)| day == name)
}
