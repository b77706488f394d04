//! Snapshots of the official register, as the tests need them.

use chrono::NaiveDate;
use nakodo::desk::{self, Desk, Refusal, RegisterReport};
use nakodo::ids::SpecialistId;
use nakodo::registry::{RegisterStanding, read_snapshot};
use nakodo::store::StoreError;

use super::World;

pub fn day(text: &str) -> NaiveDate {
    text.parse().expect("a day")
}

/// A file in which `佐藤 <number>` is registered until 2099, but for those in `states`: number and the register's word.
pub fn file(people: u32, states: &[(u32, &str)]) -> String {
    let state = |number| states.iter().find(|(of, _)| *of == number).map_or("登録", |(_, word)| word);
    let rows = (1..=people).map(|number| format!("第{number:06}号,2020-04-01,佐藤 {number},2099-03-31,{}\r\n", state(number)));
    format!("\u{feff}登録番号,登録年月日,氏名,有効期限,登録状態\r\n{}", rows.collect::<String>())
}

pub async fn hold(desk: &Desk, file: &str, as_of: &str, is_dry: bool) -> Result<RegisterReport, Refusal> {
    let snapshot = read_snapshot(file.as_bytes(), desk.catalogue.register()).expect("the file is right");
    desk::read_register(desk, snapshot, day(as_of), is_dry, |_| {}).await
}

/// A text without the line breaks that a letter puts into it.
pub fn squeezed(text: &str) -> String {
    text.chars().filter(|c| !c.is_whitespace()).collect()
}

impl World {
    /// Reads a snapshot and lets everything happen that follows of it.
    pub async fn read_register(&self, file: &str, as_of: &str) -> RegisterReport {
        let report = hold(&self.app.desk, file, as_of, false).await.expect("the snapshot is taken");
        self.settle().await;
        report
    }

    pub async fn standing(&self, id: SpecialistId) -> RegisterStanding {
        let found = self.app.desk.store.read::<_, StoreError>(move |tx| tx.find_specialist(id)).await;
        found.expect("the store answers").expect("the person is there").standing
    }
}
