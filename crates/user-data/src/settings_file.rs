//! The settings file of the agent: <https://docs.aws.amazon.com/systems-manager/latest/userguide/ssm-agent-technical-details.html>.

/// The name of the file that the agent reads.
pub(crate) const FILE: &str = "amazon-ssm-agent.json";

/// Is this the agent's settings file, or the template beside it?
pub(crate) fn is_settings_file(path: &str) -> bool {
    let name = path.rsplit(['/', '\\']).next().unwrap_or_default();
    name == FILE || name == "amazon-ssm-agent.json.template"
}
