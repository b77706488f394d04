//! `nakodo import specialists FILE`.

use std::path::Path;

use crate::active_list::{SheetRow, read_specialists};
use crate::app::App;
use crate::cli::CommandError;
use crate::desk::import_specialists;
use crate::language::Language;
use crate::wording::say_with;

/// Reads the file, reports every mistake with its line and column, and imports all rows, or the good ones, or nothing.
pub(super) async fn specialists(app: &App, file: &Path, skip_bad: bool) -> Result<(), CommandError> {
    let bytes = std::fs::read(file).map_err(|error| CommandError::Said(format!("{}: {error}", file.display())))?;
    let rows = read_specialists(&bytes, &app.desk.catalogue, app.desk.clock.today())
        .map_err(|error| CommandError::Said(format!("{}: {error}", file.display())))?;
    let total = rows.len();
    let mut people = Vec::with_capacity(total);
    let mut bad = 0;
    for SheetRow { outcome, .. } in rows {
        match outcome {
            Ok((form, specialist)) => people.push((specialist, form.consents)),
            Err(mistakes) => {
                bad += 1;
                for mistake in mistakes {
                    let args: Vec<(&str, &str)> = mistake.args.iter().map(|(name, value)| (*name, value.as_str())).collect();
                    let key = format!("field-{}", mistake.code);
                    let (ja, en) = (say_with(Language::Ja, &key, &args), say_with(Language::En, &key, &args));
                    eprintln!("line {}, column {}: {:?}: {ja} / {en}", mistake.line, mistake.column, mistake.found);
                }
            }
        }
    }
    if bad > 0 && !skip_bad {
        return Err(CommandError::Said(format!(
            "{bad} of {total} rows have mistakes, so nothing was imported; mend them, or use --skip-bad to import the other {}",
            people.len()
        )));
    }
    let imported = import_specialists(&app.desk, people).await?;
    println!("{} enrolled, {} changed, {bad} skipped", imported.enrolled, imported.changed);
    Ok(())
}
