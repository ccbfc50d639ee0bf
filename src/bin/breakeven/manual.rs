//! `man`: the manual, made from the same definitions as `--help`.

use crate::args::{Cli, Man as Args};
use crate::exit::Failure;
use crate::files;
use clap::{Command, CommandFactory};
use clap_mangen::Man;
use clap_mangen::roff::{Roff, bold, roman};
use std::io::{self, Write};
use std::path::Path;

pub fn run(args: &Args) -> Result<(), Failure> {
    let mut program = Cli::command().disable_help_subcommand(true);
    program.build();
    match &args.output {
        None => files::write(&written(|out| whole(&program, out))?, None),
        Some(folder) => {
            std::fs::create_dir_all(folder).map_err(|error| {
                Failure::system(format!("{} can't be made: {error}", folder.display()))
            })?;
            pages(&program, folder)
        }
    }
}

/// A page for a command and those below it.
fn pages(command: &Command, folder: &Path) -> Result<(), Failure> {
    let page = written(|out| page(command, out))?;
    let path = folder.join(format!("{}.1", name(command)));
    files::write(&page, Some(&path))?;
    let mut below = command.get_subcommands();
    below.try_for_each(|command| pages(command, folder))
}

/// What `clap_mangen` puts before every section; a page needs it once.
const PREAMBLE: &str = ".ie \\n(.g .ds Aq \\(aq\n.el .ds Aq '\n";

fn written(write: impl FnOnce(&mut Vec<u8>) -> io::Result<()>) -> Result<String, Failure> {
    let mut bytes = Vec::new();
    write(&mut bytes)
        .map_err(|error| Failure::system(format!("the manual can't be written: {error}")))?;
    let page = String::from_utf8_lossy(&bytes).replace(PREAMBLE, "");
    Ok(format!("{PREAMBLE}{page}"))
}

fn name(command: &Command) -> &str {
    command.get_display_name().unwrap_or(command.get_name())
}

fn page(command: &Command, out: &mut Vec<u8>) -> io::Result<()> {
    // Without a date: the version says which program it is about, and the same program writes the same.
    // The writer would leave out what is empty, and the version stand in its place.
    let (name, version) = (name(command), env!("CARGO_PKG_VERSION"));
    writeln!(
        out,
        ".TH {name} 1 \"\" \"breakeven {version}\" \"breakeven manual\""
    )?;
    let man = Man::new(command.clone());
    man.render_name_section(out)?;
    man.render_synopsis_section(out)?;
    man.render_description_section(out)?;
    man.render_options_section(out)?;
    if command.has_subcommands() {
        man.render_subcommands_section(out)?;
    }
    closing(command, "SH", out)
}

/// Everything on one page: what each command has on its own page is a section.
fn whole(program: &Command, out: &mut Vec<u8>) -> io::Result<()> {
    page(program, out)?;
    let mut open: Vec<&Command> = program.get_subcommands().collect();
    open.reverse();
    while let Some(command) = open.pop() {
        let man = Man::new(command.clone());
        let name = command.get_bin_name().unwrap_or(command.get_name());
        let mut roff = Roff::new();
        roff.control("SH", [name.to_uppercase().as_str()]);
        roff.to_writer(out)?;
        let mut sections = Vec::new();
        man.render_synopsis_section(&mut sections)?;
        man.render_description_section(&mut sections)?;
        man.render_options_section(&mut sections)?;
        // Text never starts like this: the writer escapes a dot at the start of a line.
        let sections = String::from_utf8_lossy(&sections).replace("\n.SH ", "\n.SS ");
        out.extend_from_slice(sections.as_bytes());
        closing(command, "SS", out)?;
        let below: Vec<&Command> = command.get_subcommands().collect();
        open.extend(below.into_iter().rev());
    }
    Ok(())
}

/// What follows the options in `--help`, a heading and lines that keep their ends.
fn closing(command: &Command, level: &str, out: &mut Vec<u8>) -> io::Result<()> {
    let Some(text) = command.get_after_help() else {
        return Ok(());
    };
    let mut roff = Roff::new();
    for line in text.to_string().lines() {
        match line.strip_suffix(':').filter(|line| !line.starts_with(' ')) {
            Some(heading) => {
                roff.control(level, [heading.to_uppercase().as_str()]);
            }
            None => {
                let line = line.trim_start();
                let text = match line.starts_with("breakeven ") {
                    true => bold(line),
                    false => roman(line),
                };
                roff.control("PP", []);
                roff.text([text]);
            }
        }
    }
    roff.to_writer(out)
}
