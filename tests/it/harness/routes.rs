//! Every page that the program serves, as its source says.

/// An id of nothing.
pub const MISSING: &str = "019aa1b2-0000-7000-8000-00000000dead";

pub struct Route {
    pub path: &'static str,
    /// With something that does not exist in place of each parameter.
    pub filled: String,
    /// Those of GET, POST and DELETE to which it answers.
    pub methods: Vec<&'static str>,
}

/// The pages, and those addresses of the API that are routed like one.
pub fn routes() -> Vec<Route> {
    let text = include_str!("../../../src/web/routes.rs");
    let pages = text.split(".service(page(\"").skip(1).filter_map(|rest| rest.split_once("\")"));
    let routes = pages.map(|(path, rest)| {
        let rest = rest.split(".service(").next().unwrap_or_default();
        let filled = path
            .replace("{token}", &"C".repeat(43))
            .replace("{offer}", MISSING)
            .replace("{specialist}", MISSING)
            .replace("{id}", MISSING)
            .replace("{name}", "none")
            .replace("{code}", "none")
            .replace("{operation}", "none")
            .replace("{schema}", "none")
            .replace("{side}", "company")
            .replace("{step}", "confirm")
            .replace("{act}", "agree")
            .replace("{number}", "1");
        assert!(!filled.contains('{'), "{path}: the test does not know what to put there");
        let calls = [("GET", ".get("), ("POST", ".post("), ("DELETE", ".delete(")];
        let methods = calls.into_iter().filter(|(_, call)| rest.contains(call)).map(|(name, _)| name);
        Route { path, filled, methods: methods.collect() }
    });
    let routes: Vec<Route> = routes.collect();
    assert!(routes.len() > 40, "the routes were found: {}", routes.len());
    routes
}
