//! In which frames the work can be done: somebody who belongs to a company can often not sign for themselves.

use crate::active_list::SpecialistForm;
use crate::web::pages::me::sheet::Sheet;
use crate::web::pages::typed::Typed;

const NAME: &str = "/conditions/frames";
const FIRST: &str = "/conditions/frames/first";

pub fn fill(form: &SpecialistForm, typed: &mut Typed) {
    typed.put(NAME, &form.conditions.frames);
    typed.put(FIRST, form.conditions.frames.first());
}

/// The one to begin with goes first, ticked or not: whoever chooses it can do it.
pub fn read(typed: &Typed, form: &mut SpecialistForm) {
    let first = typed.optional(FIRST);
    let others = typed.list(NAME).into_iter().filter(|code| Some(code) != first.as_ref());
    form.conditions.frames = first.iter().cloned().chain(others).collect();
}

pub fn lay(sheet: &mut Sheet<'_>) {
    let frames: Vec<(String, String)> =
        sheet.catalogue.engagement().frames.iter().map(|frame| (frame.code.clone(), sheet.name_of(frame))).collect();
    sheet.boxes(NAME, "me-frames", frames.clone());
    sheet.note("me-frames-note");
    let unsaid = sheet.spoken("frame", &["unsaid"]).into_iter().map(|(_, text)| (String::new(), text));
    sheet.choice(FIRST, "me-frames-first", unsaid.chain(frames).collect::<Vec<_>>());
    sheet.note("me-frames-first-note");
}
