//! `standpunt completions` and `standpunt man`: what a shell and a manual reader get.

mod util;

use util::Folder;

#[test]
fn every_shell_gets_the_commands_and_their_options() {
    let folder = Folder::new();
    for shell in ["bash", "zsh", "fish", "powershell", "elvish"] {
        folder
            .run(&["completions", shell])
            .ok()
            .prints(&["cross-validate", "max-error"]);
    }
    folder.run(&["completions", "dos"]).code(2);
}

#[test]
fn what_every_command_takes_stands_at_the_end_of_its_help() {
    let folder = Folder::new();
    for command in ["classify", "train", "evaluate", "inspect"] {
        folder.run(&[command, "--help"]).ok().holds(
            "--quiet and --jobs are the last options",
            |r| {
                let (own, global) = r.stdout.split_once("Global options:").unwrap();
                !own.contains("--jobs") && global.contains("--jobs") && global.contains("--quiet")
            },
        );
    }
}

#[test]
fn every_command_has_a_page_of_the_manual() {
    let folder = Folder::new();
    folder.write("man/oud.txt", "blijft");
    folder.run(&["man", "man"]).ok();
    for (page, text) in [
        ("standpunt.1", "standpunt\\-classify"),
        ("standpunt-classify.1", "max\\-error"),
        ("standpunt-cross-validate.1", "standpunt\\-cross\\-validate"),
    ] {
        let found = folder.text(&format!("man/{page}"));
        assert!(found.starts_with(".ie"), "{page}");
        assert!(found.contains(text), "{page}: {found}");
        assert!(!found.contains("EXTRA"), "{page}");
    }
    let classify = folder.text("man/standpunt-classify.1");
    assert!(classify.contains(".SH EXAMPLES\n.nf\nstandpunt classify brief.pdf "));
    assert!(classify.contains(".fi\n.SH \"EXIT STATUS\"\n0 all letters done"));
    assert!(
        folder
            .text("man/standpunt.1")
            .contains("\"EXIT STATUS\"\n0 fine")
    );
    assert_eq!(folder.text("man/oud.txt"), "blijft");
    folder
        .run(&["man", "weg"])
        .refuses("weg", "no such folder", "make the folder first");
    folder
        .run(&["man", "man/oud.txt"])
        .refuses("man/oud.txt", "is no folder", "`standpunt man .`");
}

#[test]
fn arguments_that_are_missing_or_misplaced_have_a_next_step() {
    let folder = Folder::new();
    folder.write(
        "brief.txt",
        "Geachte voorzitter,\n\nHet kabinet steunt dit.\n",
    );
    for (arguments, next) in [
        (
            &["classify"][..],
            "name a letter, such as `brief.pdf`; `-` reads standard input",
        ),
        (&["sentences"], "name a letter"),
        (&["explain"], "write the sentence too"),
        (&["check"], "name the labelled sentences"),
        (&["train"], "name the labelled sentences"),
        (
            &["train", "-d", "a.csv"],
            "say where the model is to be written",
        ),
        (
            &["brief.txt"],
            "`standpunt classify brief.txt` labels its sentences",
        ),
    ] {
        folder
            .run(arguments)
            .code(2)
            .says(&["error: ", &format!("hint:  {next}")]);
    }
    (folder.run(&["weg.txt"]).code(2)).holds("no guess", |ran| !ran.stderr.contains("hint:"));
}
