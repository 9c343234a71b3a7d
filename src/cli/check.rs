//! stub
use super::Run;
use standpunt::error::Result;
use std::process::ExitCode;
/// x
#[derive(Debug, clap::Args)]
pub struct Check {}
impl Check {
    pub fn run(self, _: Run) -> Result<ExitCode> {
        Ok(ExitCode::SUCCESS)
    }
}
