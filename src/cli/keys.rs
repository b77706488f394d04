//! `nakodo keys …`: who holds which API key.

use clap::{Args, Subcommand, ValueEnum};

use crate::app::App;
use crate::brokering::SupportOrgForm;
use crate::cli::CommandError;
use crate::cli::accounts::role_name;
use crate::desk::{KeyRequest, KeyTerms, KeyView, Refusal, create_key, list_keys, revoke_key};
use crate::identity::Scope;
use crate::ids::ApiKeyId;

#[derive(Debug, Subcommand)]
pub(super) enum KeysCommand {
    /// Make a key and print it once
    Create(KeyArgs),
    /// All keys, without their secrets
    List {
        /// One JSON object a line
        #[arg(long)]
        json: bool,
    },
    /// Withdraw a key for good
    Revoke {
        /// The id of the key, not the key
        id: ApiKeyId,
    },
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum KeyRole {
    Operator,
    Auditor,
    Broker,
    Specialist,
}

#[derive(Debug, Args)]
pub(super) struct KeyArgs {
    #[arg(long)]
    role: KeyRole,
    /// What the key is for, so that keys can be told apart
    #[arg(long, default_value = "")]
    label: String,
    /// What it may, with commas between (letters:read,letters:write); without: all that its role may
    #[arg(long, value_name = "SCOPES", value_delimiter = ',')]
    scopes: Option<Vec<String>>,
    /// For how many days it is good; without: until it is withdrawn
    #[arg(long)]
    days: Option<u32>,
    /// Broker: name of the support organisation; an unknown one is added
    #[arg(long, value_name = "NAME")]
    organisation: Option<String>,
    /// Broker: mailbox of a new support organisation
    #[arg(long, value_name = "ADDRESS")]
    mail: Option<String>,
    /// Specialist: registration number
    #[arg(long, value_name = "NUMBER")]
    number: Option<String>,
}

impl KeyArgs {
    fn request(&self) -> Result<KeyRequest, CommandError> {
        let missing = |flag: &str| CommandError::Said(format!("--role {:?} needs {flag}", self.role).to_lowercase());
        Ok(match self.role {
            KeyRole::Operator => KeyRequest::Operator,
            KeyRole::Auditor => KeyRequest::Auditor,
            KeyRole::Broker => {
                let name = self.organisation.clone().ok_or_else(|| missing("--organisation"))?;
                KeyRequest::Broker(SupportOrgForm { name, address: self.mail.clone().unwrap_or_default(), language: None })
            }
            KeyRole::Specialist => KeyRequest::Specialist(self.number.clone().ok_or_else(|| missing("--number"))?),
        })
    }
}

pub(super) async fn keys(app: &App, command: KeysCommand) -> Result<(), CommandError> {
    match command {
        KeysCommand::Create(args) => {
            let terms = KeyTerms { label: args.label.clone(), scopes: args.scopes.clone(), days: args.days };
            let created =
                create_key(&app.desk, args.request()?, terms).await.map_err(|refusal| said(&refusal).unwrap_or(refusal.into()))?;
            eprintln!("key {} for the {}; it is shown only now:", created.id, role_name(created.role));
            println!("{}", created.token.reveal());
        }
        KeysCommand::List { json } => {
            for key in list_keys(&app.desk).await? {
                println!("{}", if json { serde_json::to_string(&key).unwrap_or_default() } else { line(&key) });
            }
        }
        KeysCommand::Revoke { id } => {
            revoke_key(&app.desk, id).await.map_err(|refusal| match refusal {
                Refusal::NotFound => CommandError::Said(format!("there is no key {id}")),
                other => other.into(),
            })?;
            println!("the key opens nothing any more");
        }
    }
    Ok(())
}

fn said(refusal: &Refusal) -> Option<CommandError> {
    let text = match refusal {
        Refusal::Fields(errors) if errors.iter().any(|error| error.pointer.starts_with("/scopes")) => {
            let known: Vec<&str> = Scope::ALL.iter().map(|scope| scope.code()).collect();
            format!("a scope is none that this role has; there are {}", known.join(", "))
        }
        Refusal::Fields(errors) if errors.iter().any(|error| error.pointer == "/days") => "--days is 1 to 3650".to_owned(),
        Refusal::Fields(_) => "a new support organisation needs --organisation NAME and --mail ADDRESS".to_owned(),
        Refusal::NotFound => "no specialist has this registration number".to_owned(),
        _ => return None,
    };
    Some(CommandError::Said(text))
}

fn line(key: &KeyView) -> String {
    let day = |at: Option<chrono::DateTime<chrono::Utc>>, none: &str| {
        at.map_or_else(|| none.to_owned(), |at| at.format("%Y-%m-%d %H:%M").to_string())
    };
    let state = if key.revoked_at.is_some() { "withdrawn" } else { "open" };
    let (used, until) = (day(key.last_used_at, "never"), day(key.expires_at, "withdrawn"));
    format!("{}  {state:<9}  {}  {:?}; used {used}, good until {until}; {}", key.id, key.role, key.label, key.scopes.join(" "))
}
