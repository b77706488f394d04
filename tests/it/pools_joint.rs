//! Where several specialists come on one day, each company is visited by the one who knows its industry, and keeps that one.

use nakodo::active_list::ExperienceForm;
use nakodo::desk;
use nakodo::ids::{MemberId, SpecialistId};

use crate::harness::people::help_request;
use crate::harness::web::Served;
use crate::harness::{Mode, World};
use crate::pools::{PLEDGED, Shared, company, done, shared, world};
use crate::pools_promises::pattern;

in_both_modes![each_company_is_visited_by_whoever_knows_its_industry];

async fn experienced(world: &World, name: &str, industry: &str) -> SpecialistId {
    let done = ExperienceForm {
        industry: industry.into(),
        role: "担当".into(),
        from_year: Some(2019),
        text: "社内の情報システムを見ていました。".into(),
        ..ExperienceForm::default()
    };
    world
        .enrol(|profile| {
            (profile.name, profile.experiences) = (name.into(), vec![done]);
        })
        .await
}

async fn joins(world: &World, shared: &Shared, number: usize, industry: &str) -> MemberId {
    let mut form = help_request();
    (form.company.name, form.company.corporate_number) = (format!("第{number}工業"), None);
    (form.company.contact.address, form.company.industry) = (company(number), industry.into());
    let member = world.member(shared.org, &form).await;
    done(&shared.clerk, &shared.place, "join", &[("/member", &member.to_string()), ("/wants", "12"), ("/from", "2026-12-01")]).await;
    member
}

async fn agrees(world: &World, served: &Served, shared: &Shared, (specialist, address): (SpecialistId, &str)) {
    done(&shared.clerk, &shared.place, &format!("invite-{specialist}"), &pattern("3", "9:00")).await;
    world.settle().await;
    let link = world.letter(address, "pool_invited").link("/pool/");
    assert_eq!(served.client.press(&link, "agree", &PLEDGED).await.status, 200);
}

async fn each_company_is_visited_by_whoever_knows_its_industry(mode: Mode) {
    // Either way round: by chance it is one of them.
    for (companies, visited) in [(["E", "D"], ["第2工業", "第1工業"]), (["D", "E"], ["第1工業", "第2工業"])] {
        let world = world(mode).await;
        let served = Served::open(&world);
        let (builder, maker) = (experienced(&world, "建設 太郎", "D").await, experienced(&world, "製造 花子", "E").await);
        let shared = shared(&world, &served, 0).await;
        // The one joins before anybody agrees, the other when one of the two has.
        joins(&world, &shared, 1, companies[0]).await;
        agrees(&world, &served, &shared, (builder, "s1@example.jp")).await;
        joins(&world, &shared, 2, companies[1]).await;
        agrees(&world, &served, &shared, (maker, "s2@example.jp")).await;
        let seen = shared.clerk.get(&format!("{}/steps/plan", shared.place)).await.body;
        assert!(seen.contains(&format!("2026年12月21日(月) 09:00(建設 太郎) {}", visited[0])), "{seen}");
        done(&shared.clerk, &shared.place, "plan", &[]).await;
        for (specialist, company) in [builder, maker].into_iter().zip(visited) {
            let own = desk::list_own_pools(&world.app.desk, specialist).await.expect("the specialist's own");
            let visited: Vec<&str> = own[0].visits.iter().filter_map(|visit| visit.with.as_deref()).collect();
            assert_eq!(visited, [company; 12]);
        }
    }
}
