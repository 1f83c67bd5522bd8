//! `headwater completions` and `headwater man`: what shells and manuals are to know of the arguments.

use std::io::Write;

use anyhow::bail;
use clap::CommandFactory;

use super::args::{self, Args};
use super::exit::Status;

const NAME: &str = "headwater";

/// Writes the completions of a shell.
pub(crate) fn completions(args: &args::Completions, out: &mut dyn Write) -> anyhow::Result<Status> {
    // The generator cannot bear a reader that goes away.
    let mut script = Vec::new();
    clap_complete::generate(args.shell, &mut Args::command(), NAME, &mut script);
    out.write_all(&script)?;
    Ok(Status::Answered)
}

/// Writes the manual page of the program, or of one command.
pub(crate) fn page(args: &args::Man, out: &mut dyn Write) -> anyhow::Result<Status> {
    let mut program = Args::command();
    program.build();
    let page = match &args.command {
        None => clap_mangen::Man::new(program),
        Some(name) => match program.find_subcommand(name) {
            Some(command) => clap_mangen::Man::new(command.clone()),
            None => bail!("there is no command '{name}'; `headwater --help` lists them"),
        },
    };
    page.render(&mut { out })?;
    Ok(Status::Answered)
}

#[cfg(test)]
mod tests {
    use clap::ValueEnum;
    use clap_complete::Shell;

    use super::*;

    #[test]
    fn every_shell_completes_every_command() {
        for &shell in Shell::value_variants() {
            let mut out = Vec::new();
            completions(&args::Completions { shell }, &mut out).unwrap();
            let script = String::from_utf8(out).unwrap();
            for command in ["trace", "collect", "diff", "verify"] {
                assert!(script.contains(command), "{shell} {command}");
            }
        }
    }

    #[test]
    fn a_manual_page_tells_the_options() {
        let render = |command: Option<&str>| {
            let mut out = Vec::new();
            let command = command.map(str::to_owned);
            page(&args::Man { command }, &mut out).unwrap();
            String::from_utf8(out).unwrap()
        };
        assert!(render(None).contains("headwater\\-trace"));
        assert!(render(Some("trace")).contains("archive"));
    }

    #[test]
    fn an_unknown_command_has_no_page() {
        let command = Some("fetch".to_owned());
        assert!(page(&args::Man { command }, &mut Vec::new()).is_err());
    }
}
