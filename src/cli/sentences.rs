//! stub
use super::Run;
use standpunt::error::Result;
use std::process::ExitCode;
/// x
#[derive(Debug, clap::Args)]
pub struct Sentences {}
impl Sentences {
    pub fn run(self, _: Run) -> Result<ExitCode> {
        Ok(ExitCode::SUCCESS)
    }
}
