//! What the program does besides analysing, one module for each subcommand.

pub(crate) mod access;
pub(crate) mod explain;
pub(crate) mod fix;
pub(crate) mod graph;
pub(crate) mod iam;
pub(crate) mod init;
pub(crate) mod list;
pub(crate) mod needs;
pub(crate) mod not_one;
pub(crate) mod request;
pub(crate) mod session;
pub(crate) mod shell;
pub(crate) mod tunnels;
pub(crate) mod version;
pub(crate) mod why;
