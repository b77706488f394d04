//! Who somebody is: accounts and the roles that they were given, signing in, and where somebody is signed in
//! (docs/decisions/0040-signing-in-without-a-password.md).

mod accounts;
mod ask_to_join;
mod ask_to_sign_in;
mod invite;
mod join_list;
mod keys;
mod people;
mod role_request;
mod second_factor;
mod sessions;
mod sign_in;

pub(super) use accounts::end_lost_roles;
pub use accounts::{AccountView, disable_account, enable_account, list_accounts};
pub use ask_to_join::ask_to_join;
pub use ask_to_sign_in::{SignInForm, ask_to_sign_in};
pub use invite::{Invited, invite};
pub use join_list::{Joining, join_list};
pub use keys::{KeyView, find_key, list_keys, revoke_key};
pub use people::{ColleagueView, list_colleagues, name_people, name_person, share_account, share_colleague};
pub use role_request::RoleRequest;
pub use second_factor::{Proving, SecondFactorPage, look_at_second_factor, prove_second_factor, reset_second_factor, set_up_second_factor};
pub use sessions::{
    SessionView, Signed, act_as, end_all_sessions, end_session, find_signed, forget_old_sign_ins, list_sessions, name_roles,
};
pub use sign_in::{NewSession, SignInPage, SigningIn, look_at_sign_in, sign_in_by_code, sign_in_by_link};
