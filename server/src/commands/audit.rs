use super::Output;
use crate::cli::Audit;
use anyhow::bail;
use domain::{
    access::Door,
    audit::{self, Flaw},
};

/// `parlance audit verify`: fails if the trail does not hold.
pub(super) async fn run(door: &Door, command: &Audit, output: &Output) -> anyhow::Result<()> {
    let Audit::Verify = command;
    let verified = audit::verify(&door.greet()).await?;
    for broken in &verified.broken {
        let whose = broken
            .workspace
            .map_or_else(|| "no workspace".to_owned(), |id| format!("workspace {id}"));
        let flaw = match broken.flaw {
            Flaw::Changed => "was changed, or the one before it",
            Flaw::Missing => "is missing",
            Flaw::CutOff => "is where the chain should end, and does not",
        };
        eprintln!("{whose}: event {} {flaw}", broken.seq);
    }
    output.result(&verified, None)?;
    if verified.broken.is_empty() {
        Ok(())
    } else {
        bail!("the audit trail does not hold")
    }
}
