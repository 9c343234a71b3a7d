//! stub
use super::Run;
use standpunt::error::Result;
use std::process::ExitCode;
/// x
#[derive(Debug, clap::Args)]
pub struct Evaluate {}
impl Evaluate {
    pub fn run(self, _: Run) -> Result<ExitCode> {
        Ok(ExitCode::SUCCESS)
    }
}
