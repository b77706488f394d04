//! Labels. Their values are codes and templates of ours, so that none can hold what somebody typed, and there are never many.

use prometheus_client::encoding::EncodeLabelSet;

macro_rules! labels {
    ($($name:ident { $($field:ident: $kind:ty),+ })+) => {$(
        #[derive(Clone, Debug, PartialEq, Eq, Hash, EncodeLabelSet)]
        pub(super) struct $name {
            $(pub $field: $kind,)+
        }
    )+};
}

labels! {
    Outcome { outcome: &'static str }
    LetterLabels { kind: &'static str, outcome: &'static str }
    Handled { group: &'static str, outcome: &'static str }
    Group { group: &'static str }
    EmptiedBy { filter: &'static str }
    KeptOut { rule: &'static str }
    State { state: &'static str }
    Kind { kind: String }
    Request { method: &'static str, route: String, status: u16 }
}
