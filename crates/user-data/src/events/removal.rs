//! Files of the agent that go with a directory.

use crate::events::names::in_directory;

/// It removes or moves a directory that has files of the agent in it, or some of them, without naming it.
pub(super) fn may_take_files(program: &str, arguments: &[String]) -> bool {
    let removes = ["rm", "unlink", "mv", "remove-item", "rename-item", "move-item", "ri", "rd", "rmdir", "del", "erase", "robocopy"];
    // What is moved somewhere takes nothing from there.
    let arguments = match arguments.split_last() {
        Some((_, moved)) if matches!(program, "mv" | "move-item") => moved,
        _ => arguments,
    };
    // Paths of Windows have white space in them, which separates words here.
    let paths = || {
        let text = arguments.join(" ").to_ascii_lowercase();
        let whole = text.split(" -").map(str::to_owned).collect::<Vec<_>>();
        whole.into_iter().chain(arguments.iter().map(|word| word.to_ascii_lowercase()))
    };
    let finds = program == "find" && arguments.iter().any(|word| matches!(word.as_str(), "-delete" | "-exec" | "-execdir"));
    (finds || removes.contains(&program)) && paths().any(|path| in_directory(path.trim()))
}
