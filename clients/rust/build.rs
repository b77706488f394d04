//! Makes the client of the description (`openapi.json`, which a test of nakodo keeps as it is today).

use std::error::Error;
use std::path::Path;
use std::{env, fs};

use openapi_to_rust::{CodeGenerator, GeneratorConfig, SchemaAnalyzer};

/// What the generator makes has no way to look at the headers of an answer, in which lists say where they go on. This opens one.
const BEFORE: &str = "    /// Set the base URL for all requests\n";
const CONSTRUCTOR: &str = "    /// The same client with another way of sending, which may look at what is sent and answered.
    pub fn with_sender(mut self, sender: ClientWithMiddleware) -> Self {
        self.http_client = sender;
        self
    }
";

fn main() -> Result<(), Box<dyn Error>> {
    println!("cargo:rerun-if-changed=openapi.json");
    let description = serde_json::from_str(&fs::read_to_string("openapi.json")?)?;
    let config =
        GeneratorConfig { module_name: "nakodo".into(), enable_sse_client: false, tracing_enabled: false, ..GeneratorConfig::default() };
    let mut analysis = SchemaAnalyzer::new(description)?.analyze()?;
    let out = env::var("OUT_DIR")?;
    for file in CodeGenerator::new(config).generate_all(&mut analysis)?.files {
        let code = file.content.replacen(BEFORE, &format!("{CONSTRUCTOR}{BEFORE}"), 1);
        // A file that is included cannot say anything of its module.
        let lines = code.lines().filter(|line| !line.starts_with("//!") && !line.starts_with("#![")).map(|line| format!("{line}\n"));
        fs::write(Path::new(&out).join(file.path), lines.collect::<String>())?;
    }
    Ok(())
}
