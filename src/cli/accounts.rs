//! `nakodo accounts …`: who can sign in.

use clap::{Args, Subcommand, ValueEnum};

use crate::app::App;
use crate::brokering::SupportOrgForm;
use crate::cli::CommandError;
use crate::desk::{Refusal, RoleRequest, disable_account, enable_account, invite, list_accounts, reset_second_factor, share_account};
use crate::identity::{AccountForm, Rank, Role};
use crate::ids::HelpRequestId;

#[derive(Debug, Subcommand)]
pub(super) enum AccountsCommand {
    /// Let the reader of a mailbox sign in, in one more role if they can already; a letter tells them
    Invite(InviteArgs),
    /// Everybody who can sign in
    List,
    /// Shut the account of a mailbox and sign it out everywhere
    Disable { address: String },
    /// Open it again
    Enable { address: String },
    /// Say that several people read the mailbox of an account: whoever signs in types their own name first
    Share {
        address: String,
        /// One person reads it from now on
        #[arg(long)]
        stop: bool,
    },
    /// Take the second factor from somebody who has lost it, and sign them out everywhere
    ResetSecondFactor { address: String },
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum RoleName {
    Operator,
    Auditor,
    Broker,
    Specialist,
    Company,
}

#[derive(Debug, Args)]
pub(super) struct InviteArgs {
    address: String,
    #[arg(long)]
    role: RoleName,
    /// ja or en
    #[arg(long, value_name = "TAG")]
    language: Option<String>,
    /// Several people read the mailbox: whoever signs in types their own name first
    #[arg(long)]
    shared: bool,
    /// Broker: name of the support organisation; an unknown one is added
    #[arg(long, value_name = "NAME")]
    organisation: Option<String>,
    /// Broker: mailbox of a new support organisation
    #[arg(long, value_name = "ADDRESS")]
    mail: Option<String>,
    /// Broker: may also say who belongs to the organisation
    #[arg(long)]
    owner: bool,
    /// Specialist: registration number
    #[arg(long, value_name = "NUMBER")]
    number: Option<String>,
    /// Company: the help request that it made
    #[arg(long, value_name = "ID")]
    help_request: Option<HelpRequestId>,
}

impl InviteArgs {
    fn request(&self) -> Result<RoleRequest, CommandError> {
        let missing = |flag: &str| CommandError::Said(format!("--role {:?} needs {flag}", self.role).to_lowercase());
        Ok(match self.role {
            RoleName::Operator => RoleRequest::Operator,
            RoleName::Auditor => RoleRequest::Auditor,
            RoleName::Broker => {
                let name = self.organisation.clone().ok_or_else(|| missing("--organisation"))?;
                let form = SupportOrgForm { name, address: self.mail.clone().unwrap_or_default(), language: None };
                RoleRequest::Broker(form, if self.owner { Rank::Owner } else { Rank::Member })
            }
            RoleName::Specialist => RoleRequest::Specialist(self.number.clone().ok_or_else(|| missing("--number"))?),
            RoleName::Company => RoleRequest::Company(self.help_request.ok_or_else(|| missing("--help-request"))?),
        })
    }
}

pub(super) async fn accounts(app: &App, command: AccountsCommand) -> Result<(), CommandError> {
    match command {
        AccountsCommand::Invite(args) => {
            let form = AccountForm { address: args.address.clone(), language: args.language.clone(), is_shared: args.shared };
            let invited = invite(&app.desk, form, args.request()?).await.map_err(|refusal| said(refusal, &args))?;
            let how = if invited.is_new { "may act from now on as" } else { "could act already as" };
            println!("account {} {how} {}; a letter says so", invited.account, role_name(invited.role));
        }
        AccountsCommand::List => {
            for account in list_accounts(&app.desk).await? {
                let roles: Vec<String> = account.roles.iter().map(|role| role_name(*role)).collect();
                let state =
                    account.disabled_at.map(|since| format!(", shut since {}", since.format("%Y-%m-%d %H:%M UTC"))).unwrap_or_default();
                let (address, roles, places) = (account.address.as_str(), roles.join(", "), account.sessions);
                let shared = if account.is_shared { ", shared" } else { "" };
                println!("{}  {address}  {roles}{shared}; signed in at {places} places{state}", account.id);
            }
        }
        AccountsCommand::Disable { address } => {
            let shut = disable_account(&app.desk, address).await.map_err(no_account)?;
            println!("{}", if shut { "the account is shut" } else { "the account was shut already" });
        }
        AccountsCommand::ResetSecondFactor { address } => {
            let taken = reset_second_factor(&app.desk, address).await.map_err(no_account)?;
            println!("{}", if taken { "a new one is set up at the next sign-in" } else { "the account had none" });
        }
        AccountsCommand::Share { address, stop } => {
            let changed = share_account(&app.desk, address, !stop).await.map_err(no_account)?;
            let now = if stop { "one person's" } else { "shared; whoever signs in types their own name" };
            println!("the account {} {now}", if changed { "is now" } else { "was already" });
        }
        AccountsCommand::Enable { address } => {
            let opened = enable_account(&app.desk, address).await.map_err(no_account)?;
            println!("{}", if opened { "the account is open again" } else { "the account was open already" });
        }
    }
    Ok(())
}

fn said(refusal: Refusal, args: &InviteArgs) -> CommandError {
    match refusal {
        Refusal::Fields(errors)
            if errors.iter().any(|error| error.pointer == "/name") || args.mail.is_none() && args.organisation.is_some() =>
        {
            CommandError::Said("a new support organisation needs --organisation NAME and --mail ADDRESS".to_owned())
        }
        Refusal::Fields(errors) => {
            let wrong: Vec<String> =
                errors.iter().map(|error| format!("{} {}", error.pointer.trim_start_matches('/'), error.code)).collect();
            CommandError::Said(wrong.join(", "))
        }
        Refusal::NotFound => CommandError::Said("nobody is on record whom that role is about".to_owned()),
        other => other.into(),
    }
}

fn no_account(refusal: Refusal) -> CommandError {
    match refusal {
        Refusal::NotFound => CommandError::Said("this mailbox has no account".to_owned()),
        other => other.into(),
    }
}

/// A role as it is told at a terminal.
pub(super) fn role_name(role: Role) -> String {
    match role {
        Role::Operator => "operator".to_owned(),
        Role::Auditor => "auditor".to_owned(),
        Role::Broker(id, rank) => format!("broker of {id} ({})", rank.code()),
        Role::Specialist(id) => format!("specialist {id}"),
        Role::Company(id) => format!("company of help request {id}"),
    }
}
