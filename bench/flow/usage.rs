//! What the measured processes and their servers use: processor time and memory, from `/proc`.

use std::collections::BTreeMap;

/// The kernel counts in these, 100 to the second on every Linux of today.
const TICKS_PER_SECOND: f64 = 100.0;

/// Groups of processes by name; each process stands for all of its children too.
#[derive(Clone, Debug, Default)]
pub struct Watched(Vec<(&'static str, u32)>);

/// By group.
pub type Seconds = BTreeMap<&'static str, f64>;

impl Watched {
    pub fn add(&mut self, group: &'static str, process: u32) {
        self.0.push((group, process));
    }

    /// Processor seconds since the processes began, those of ended children with them.
    pub fn seconds(&self) -> Seconds {
        let mut seconds = Seconds::new();
        for (group, process) in self.all() {
            // Fields 14 to 17 of proc_pid_stat(5); the name in brackets before them may hold anything.
            let stat = std::fs::read_to_string(format!("/proc/{process}/stat")).unwrap_or_default();
            let behind = stat.rsplit_once(')').map_or("", |(_, behind)| behind);
            let ticks: f64 = behind.split_whitespace().skip(11).take(4).filter_map(|ticks| ticks.parse::<f64>().ok()).sum();
            *seconds.entry(group).or_default() += ticks / TICKS_PER_SECOND;
        }
        seconds
    }

    /// Resident mebibytes; what processes share is counted once.
    pub fn mebibytes(&self) -> f64 {
        let pss = |process| {
            let rollup = std::fs::read_to_string(format!("/proc/{process}/smaps_rollup")).unwrap_or_default();
            let line = rollup.lines().find_map(|line| line.strip_prefix("Pss:")).unwrap_or_default().to_owned();
            line.split_whitespace().next().and_then(|kib| kib.parse::<f64>().ok()).unwrap_or_default()
        };
        self.all().into_iter().map(|(_, process)| pss(process)).sum::<f64>() / 1024.0
    }

    fn all(&self) -> Vec<(&'static str, u32)> {
        let mut all = self.0.clone();
        let mut at = 0;
        while let Some(&(group, process)) = all.get(at) {
            all.extend(children(process).into_iter().map(|child| (group, child)));
            at += 1;
        }
        all
    }
}

fn children(process: u32) -> Vec<u32> {
    let tasks = std::fs::read_dir(format!("/proc/{process}/task")).into_iter().flatten().flatten();
    let lists = tasks.filter_map(|task| std::fs::read_to_string(task.path().join("children")).ok());
    lists.flat_map(|list| list.split_whitespace().filter_map(|id| id.parse().ok()).collect::<Vec<u32>>()).collect()
}
