//! Completions.

use super::program::{Folder, commands, help, run};
use std::process::Command;

const SHELLS: [&str; 5] = ["bash", "elvish", "fish", "powershell", "zsh"];

#[test]
fn every_shell_completes_every_command_and_option() {
    for shell in SHELLS {
        let ran = run(&["completions", shell]);
        assert_eq!((ran.code, ran.stderr.as_str()), (0, ""), "{shell}");
        assert_eq!(run(&["completions", shell]).stdout, ran.stdout);
        for command in commands() {
            let name = command.last().unwrap();
            assert!(ran.stdout.contains(name.as_str()), "{shell}: {name}");
            let text = help(&command);
            let words = text.split_whitespace();
            for option in words.filter_map(|word| word.strip_prefix("--")) {
                let option = option.split(|c: char| !c.is_ascii_alphabetic() && c != '-');
                let option = option.into_iter().next().unwrap();
                assert!(ran.stdout.contains(option), "{shell}: --{option}");
            }
        }
    }
}

#[test]
fn bash_loads_its_script_and_completes() {
    let folder = Folder::new("plug-bash");
    let script = folder.0.join("breakeven.bash");
    let script = script.display().to_string();
    assert_eq!(
        run(&["completions", "bash", "--output", &script]).stdout,
        ""
    );
    let bash = |command: &str| {
        let output = Command::new("bash")
            .args(["--noprofile", "--norc", "-c", command, "bash", &script])
            .output()
            .unwrap();
        assert!(output.status.success(), "{output:?}");
        assert!(output.stderr.is_empty(), "{output:?}");
        String::from_utf8(output.stdout).unwrap()
    };
    bash("bash -n \"$1\"");
    let registered = bash("source \"$1\"; complete -p breakeven");
    assert!(registered.contains("-F _breakeven"), "{registered}");
    // As a shell does when the key is pressed.
    let complete = |words: &str, at: usize| {
        bash(&format!(
            "source \"$1\"; COMP_WORDS=({words}); COMP_CWORD={at}; COMP_LINE='{words}'; \
             _breakeven breakeven \"${{COMP_WORDS[$COMP_CWORD]}}\" \"${{COMP_WORDS[$COMP_CWORD-1]}}\"; \
             printf '%s\\n' \"${{COMPREPLY[@]}}\""
        ))
    };
    assert_eq!(complete("breakeven comp", 1), "compare\ncompletions\n");
    assert_eq!(complete("breakeven completions z", 2), "zsh\n");
    assert_eq!(
        complete("breakeven check --format j", 3),
        "json\njunit\n",
        "values of an option"
    );
    assert_eq!(complete("breakeven prices lo", 2), "lock\n");
}

#[test]
fn other_shells_read_their_scripts_where_they_are_installed() {
    let folder = Folder::new("plug-shells");
    for (shell, check) in [("zsh", "-n"), ("fish", "--no-execute")] {
        if !super::is_there(shell) {
            continue;
        }
        let script = folder.file(shell, &run(&["completions", shell]).stdout);
        let output = Command::new(shell).args([check, &script]).output().unwrap();
        assert!(output.status.success(), "{output:?}");
        assert!(output.stderr.is_empty(), "{output:?}");
    }
}

#[test]
fn an_unknown_shell_is_told_the_known_ones() {
    let ran = run(&["completions", "tcsh"]);
    assert_eq!((ran.code, ran.stdout.as_str()), (2, ""));
    for shell in SHELLS {
        assert!(ran.stderr.contains(shell), "{}", ran.stderr);
    }
}
