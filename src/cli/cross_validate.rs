//! stub
use super::Run;
use standpunt::error::Result;
use std::process::ExitCode;
/// x
#[derive(Debug, clap::Args)]
pub struct CrossValidate {}
impl CrossValidate {
    pub fn run(self, _: Run) -> Result<ExitCode> {
        Ok(ExitCode::SUCCESS)
    }
}
