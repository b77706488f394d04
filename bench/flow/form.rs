//! The form with which an offer is accepted, as a browser would send it.

#[derive(Debug, Default)]
pub struct Form {
    pub action: String,
    /// What the page gives along, such as a value that only a page holds.
    pub fields: Vec<(String, String)>,
}

impl Form {
    /// The form whose action accepts; an empty one, which no program takes, where there is none.
    pub fn that_accepts(page: &str) -> Self {
        let forms = page.split("<form ").skip(1).map(|form| form.split("</form>").next().unwrap_or(form));
        let accepting = forms.filter_map(|form| Some((attribute(form, "action")?, form))).find(|(action, _)| action.contains("/accept"));
        let Some((action, form)) = accepting else { return Self::default() };
        let inputs = form.split("<input ").skip(1).filter(|input| attribute(input, "type").is_some_and(|kind| kind == "hidden"));
        let fields = inputs.filter_map(|input| Some((attribute(input, "name")?, attribute(input, "value")?))).collect();
        Self { action, fields }
    }
}

/// `name="value"` within the first tag of `text`.
fn attribute(text: &str, name: &str) -> Option<String> {
    let tag = text.split('>').next()?;
    let (_, behind) = tag.split_once(&format!("{name}=\""))?;
    Some(behind.split('"').next()?.replace("&amp;", "&"))
}
