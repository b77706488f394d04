//! How every engine is timed: one pass over the questions that is not timed, then some that are; the median of the passes, question by question.
//! Whole passes, not one question again and again, so that no engine finds its data in the cache only because it has just asked the same.

use std::fs;
use std::path::{Path, PathBuf};
use std::time::Instant;

use serde_json::json;

use crate::{Answer, Columns, Failure, Question};

/// The command line of every peer: FOLDER PROFILES PASSES QUESTIONS.
pub struct Job {
    folder: PathBuf,
    pub profiles: usize,
    passes: usize,
    /// The first of all questions: those that this run asks.
    pub questions: Vec<Question>,
    all: usize,
}

/// What the answers are held against.
pub enum Outcome {
    /// This engine's answers become the reference.
    Reference,
    /// Each answer is compared with the reference.
    Compared,
    /// There is no answer to compare.
    Nothing,
}

impl Job {
    pub fn from_arguments() -> Result<Self, Failure> {
        let arguments: Vec<String> = std::env::args().skip(1).collect();
        let [folder, profiles, passes, questions] = arguments.as_slice() else {
            return Err("usage: FOLDER PROFILES PASSES QUESTIONS".into());
        };
        let folder = PathBuf::from(folder);
        let mut asked: Vec<Question> = serde_json::from_slice(&fs::read(folder.join("queries.json"))?)?;
        let all = asked.len();
        asked.truncate(questions.parse()?);
        let profiles = profiles.parse()?;
        Ok(Self { folder: folder.join(format!("n{profiles}")), profiles, passes: passes.parse()?, questions: asked, all })
    }

    pub fn columns(&self) -> Result<Columns, Failure> {
        let columns = Columns::load(&self.folder)?;
        if columns.len() != self.profiles {
            return Err(format!("{}: {} profiles instead of {}", self.folder.display(), columns.len(), self.profiles).into());
        }
        Ok(columns)
    }

    /// Asks all questions, prints the engine's line and writes its latencies. `build_ms` and `bytes` are what the engine had to prepare.
    pub fn measure(
        &self,
        engine: &str,
        outcome: Outcome,
        build_ms: f64,
        bytes: f64,
        mut ask: impl FnMut(&Question) -> Result<Answer, Failure>,
    ) -> Result<(), Failure> {
        let gold = self.folder.join("top50.json");
        let answers = self.questions.iter().map(&mut ask).collect::<Result<Vec<Answer>, Failure>>()?;
        let same = match outcome {
            Outcome::Reference => {
                fs::write(&gold, serde_json::to_vec(&answers)?)?;
                None
            }
            Outcome::Compared => {
                let gold: Vec<Answer> = serde_json::from_slice(&fs::read(&gold)?)?;
                Some(answers.iter().zip(&gold).filter(|(one, other)| one == other).count())
            }
            Outcome::Nothing => None,
        };
        let mut times = vec![Vec::with_capacity(self.passes); self.questions.len()];
        for _ in 0..self.passes {
            for (question, times) in self.questions.iter().zip(&mut times) {
                let start = Instant::now();
                let answer = ask(question)?;
                times.push(start.elapsed().as_secs_f64() * 1e6);
                std::hint::black_box(answer);
            }
        }
        let latencies: Vec<f64> = times.iter_mut().map(|of_one| at(of_one, 0.5)).collect();
        write_latencies(&self.folder, engine, &latencies, self.all)?;
        let mut sorted = latencies.clone();
        let line = json!({
            "engine": engine,
            "n": self.profiles,
            "p50_us": at(&mut sorted, 0.5),
            "p99_us": at(&mut sorted, 0.99),
            "mean_us": latencies.iter().sum::<f64>() / latencies.len() as f64,
            "same": same,
            "of": self.questions.len(),
            "build_ms": build_ms,
            "bytes_per_profile": bytes / self.profiles as f64,
        });
        println!("{line}");
        Ok(())
    }
}

/// The value below which `share` of the values lie; the values come back sorted.
fn at(values: &mut [f64], share: f64) -> f64 {
    values.sort_by(f64::total_cmp);
    values[((values.len() - 1) as f64 * share) as usize]
}

/// Microseconds in the order of the questions; null for those that were not asked.
fn write_latencies(folder: &Path, engine: &str, latencies: &[f64], all: usize) -> Result<(), Failure> {
    let mut padded: Vec<Option<f64>> = latencies.iter().copied().map(Some).collect();
    padded.resize(all, None);
    Ok(fs::write(folder.join(format!("{engine}.latencies.json")), serde_json::to_vec(&padded)?)?)
}

pub fn milliseconds_since(start: Instant) -> f64 {
    start.elapsed().as_secs_f64() * 1e3
}
