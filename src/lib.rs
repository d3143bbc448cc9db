//! ssm-check
