//! What nakodo promises, as facts. Each fact about behaviour runs embedded (SQLite, in-process bus) and scale-out (PostgreSQL, Redis).
//! `./scripts/test` starts what the second needs.

/// Makes two tests of each fact, one for each mode.
macro_rules! in_both_modes {
    ($($fact:ident),+ $(,)?) => {$(
        mod $fact {
            #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
            async fn embedded() {
                super::$fact(crate::harness::Mode::Embedded).await;
            }

            #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
            async fn scale_out() {
                super::$fact(crate::harness::Mode::ScaleOut).await;
            }
        }
    )+};
}

mod harness;

mod accept_choose;
mod accept_door;
mod accept_racing;
mod accept_willing;
mod accept_withdraw;
mod accounts;
mod active_list_pages;
mod api;
mod api_fuzz;
mod api_limits;
mod api_lists;
mod appearances;
mod audit;
mod backup;
mod batches;
mod bench;
mod break_glass;
mod browser;
mod browser_brokering;
mod browser_company;
mod browser_complaints;
mod browser_console;
mod browser_course;
mod browser_credits;
mod browser_dispute;
mod browser_endorsements;
mod browser_guests;
mod browser_identity;
mod browser_journeys;
mod browser_keyboard;
mod browser_operator;
mod browser_outcome;
mod browser_pools;
mod browser_registry;
mod browser_reviews;
mod browser_specialist;
mod browser_teams;
mod bus;
mod candidates;
mod client;
mod company_asks;
mod company_check;
mod company_drafts;
mod complaints;
mod complaints_elsewhere;
mod console;
mod console_letters;
mod contract;
mod corporations;
mod counter;
mod course;
mod course_sessions;
mod course_story;
mod course_terms;
mod credits;
mod credits_of_work;
mod credits_titles;
mod dead_letters;
mod deadlines;
mod disclosure;
mod dispute;
mod doctor;
mod door_codes;
mod door_pauses;
mod door_presses;
mod door_twins;
mod endorsements;
mod entry_links;
mod erasure;
mod export;
mod faults;
mod frames;
mod headers;
mod import;
mod incidents;
mod isolation;
mod join;
mod keys;
mod ledger_credits;
mod ledger_file;
mod ledger_workbook;
mod letters_bounces;
mod letters_freshness;
mod letters_journal;
mod letters_own_week;
mod letters_pacing;
mod letters_week;
mod letters_wishes;
mod listings;
mod main_job;
mod matching;
mod me;
mod me_offers;
mod member_mending;
mod member_removal;
mod member_sheet;
mod members;
mod metrics;
mod model;
mod model_acts;
mod moderation;
mod moderation_first;
mod ops;
mod outcome;
mod pages;
mod pools;
mod pools_credits;
mod pools_elsewhere;
mod pools_joint;
mod pools_promises;
mod queue;
mod racing;
mod redis_faults;
mod reference;
mod referral;
mod referral_sight;
mod registry;
mod registry_decisions;
mod registry_page;
mod reply_by_mail;
mod reply_intake;
mod report;
mod retention;
mod reviews;
mod reviews_together;
mod sealed;
mod search;
mod second_factor;
mod sending;
mod shared_accounts;
mod sign_in;
mod sign_in_limits;
mod soak;
mod statistics;
mod status_stream;
mod surviving;
mod team_guests;
mod teaming;
mod teams;
mod tour;
mod traces;
mod waiting;
mod waiting_races;
mod wave_interval;
mod waves;
mod webhook_pages;
mod webhooks;
mod wider;
