//! `ssm-check --version`: which program this is, and of which day its tables of AWS are.

/// The lines.
pub(crate) fn version(verbose: bool) -> String {
    let name = concat!("ssm-check ", env!("CARGO_PKG_VERSION"), "\n");
    if !verbose {
        return name.to_owned();
    }
    let commit = option_env!("SSM_CHECK_COMMIT").unwrap_or("not recorded by this build");
    let mut text = format!("{name}commit:  {commit}\ntarget:  {}\n\nTables of AWS, each as of its date:\n", env!("SSM_CHECK_TARGET"));
    for table in ssm_check_checks::tables() {
        text.extend(["  ", &table.to_string(), "\n"]);
    }
    text
}
