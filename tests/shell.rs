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
    }
    assert_eq!(folder.text("man/oud.txt"), "blijft");
    folder
        .run(&["man", "weg"])
        .refuses("weg", "no such folder", "make the folder first");
}
