use super::{Agent, Installs, State};
use crate::parts::{Part, PartKind};

fn of(kind: PartKind, text: &str) -> Agent {
    Agent::of(&[Part { kind, text: text.to_owned() }])
}

fn state(agent: &Agent) -> &'static str {
    match agent.state {
        State::Untouched => "untouched",
        State::On => "on",
        State::Off(_) => "off",
        State::Unclear => "unclear",
    }
}

#[test]
fn shell_scripts() {
    let table = [
        ("systemctl enable --now amazon-ssm-agent", "on"),
        ("systemctl restart amazon-ssm-agent.service", "on"),
        ("systemctl stop amazon-ssm-agent && systemctl start amazon-ssm-agent", "on"),
        ("systemctl stop amazon-ssm-agent && rm -f /var/lib/amazon/ssm/registration && systemctl start amazon-ssm-agent", "on"),
        ("systemctl status amazon-ssm-agent", "untouched"),
        ("systemctl is-active amazon-ssm-agent || systemctl start amazon-ssm-agent", "untouched"),
        ("# systemctl disable amazon-ssm-agent", "untouched"),
        ("echo 'systemctl disable amazon-ssm-agent'", "untouched"),
        ("echo x #systemctl disable amazon-ssm-agent", "untouched"),
        ("exit 0\nsystemctl disable amazon-ssm-agent", "untouched"),
        ("systemctl disable --now amazon-ssm-agent", "off"),
        ("sudo systemctl --quiet disable nginx amazon-ssm-agent || true", "off"),
        ("/usr/bin/systemctl stop amazon-ssm-agent", "off"),
        ("systemctl mask --now amazon-ssm-agent.service", "off"),
        (
            "systemctl stop snap.amazon-ssm-agent.amazon-ssm-agent.service\nsystemctl disable snap.amazon-ssm-agent.amazon-ssm-agent.service",
            "off",
        ),
        ("snap remove --purge amazon-ssm-agent", "off"),
        ("snap stop --disable amazon-ssm-agent", "off"),
        ("yum -y remove amazon-ssm-agent", "off"),
        ("DEBIAN_FRONTEND=noninteractive apt-get purge -y amazon-ssm-agent", "off"),
        ("rpm -e amazon-ssm-agent", "off"),
        ("dpkg -r amazon-ssm-agent", "off"),
        ("service amazon-ssm-agent stop\nchkconfig amazon-ssm-agent off", "off"),
        ("stop amazon-ssm-agent", "off"),
        ("bash -c 'systemctl stop amazon-ssm-agent'", "off"),
        ("S=amazon-ssm-agent\nsystemctl disable --now $S", "off"),
        ("yum remove -y amazon-ssm-agent\nyum install -y amazon-ssm-agent", "on"),
        ("systemctl stop amazon-ssm-agent\nreboot", "unclear"),
        ("systemctl disable amazon-ssm-agent\nreboot", "off"),
        ("systemctl disable amazon-ssm-agent\nsystemctl start amazon-ssm-agent", "unclear"),
        ("if true; then systemctl disable amazon-ssm-agent; fi", "unclear"),
        ("off() {\n systemctl disable amazon-ssm-agent\n}", "unclear"),
        ("[ -f /x ] && systemctl disable amazon-ssm-agent", "unclear"),
        ("for s in amazon-ssm-agent x; do systemctl stop $s; done", "off"),
        ("systemctl stop amazon-ssm-agent\nsystemctl start $AGENT", "unclear"),
        ("systemctl stop amazon-ssm-agent\n/opt/setup.sh", "unclear"),
        ("systemctl stop amazon-ssm-agent\ncat > /etc/rc.local <<EOF\nsystemctl start amazon-ssm-agent\nEOF", "unclear"),
        ("systemctl stop amazon-ssm-agent\necho 'systemctl start amazon-ssm-agent' | at now + 1 minute", "unclear"),
        ("cat > /etc/amazon/ssm/amazon-ssm-agent.json <<EOF\n{\"Agent\": {}}\nEOF\nsystemctl restart amazon-ssm-agent", "on"),
        ("yum install -y nginx\nsystemctl disable --now postfix", "untouched"),
    ];
    for (script, wanted) in table {
        assert_eq!(state(&of(PartKind::Shell, script)), wanted, "{script}");
    }
}

#[test]
fn installations() {
    let table: &[(&str, Installs, &[&str])] = &[
        ("dnf install -y amazon-ssm-agent", Installs::Yes, &["amazon-ssm-agent"]),
        (
            "yum install -y https://s3.eu-west-1.amazonaws.com/a/amazon-ssm-agent.rpm",
            Installs::Yes,
            &["https://s3.eu-west-1.amazonaws.com/a/amazon-ssm-agent.rpm"],
        ),
        ("wget https://x/amazon-ssm-agent.deb\ndpkg -i amazon-ssm-agent.deb", Installs::Yes, &["https://x/amazon-ssm-agent.deb"]),
        ("curl -sO https://x/amazon-ssm-agent.rpm && rpm -Uvh ./amazon-ssm-agent.rpm", Installs::Yes, &["https://x/amazon-ssm-agent.rpm"]),
        ("snap install amazon-ssm-agent --classic", Installs::Yes, &["amazon-ssm-agent"]),
        ("U=https://x/amazon-ssm-agent.rpm\nyum install -y \"$U\"", Installs::Yes, &["https://x/amazon-ssm-agent.rpm"]),
        ("if x; then yum install -y amazon-ssm-agent; fi", Installs::Perhaps, &["amazon-ssm-agent"]),
        ("systemctl enable amazon-ssm-agent", Installs::No, &[]),
        ("yum install -y nginx", Installs::No, &[]),
    ];
    for (script, installs, sources) in table {
        let agent = of(PartKind::Shell, script);
        assert_eq!(agent.installs, *installs, "{script}");
        assert_eq!(agent.sources, *sources, "{script}");
    }
}

#[test]
fn cloud_config() {
    let table = [
        ("#cloud-config\nruncmd:\n  - systemctl disable --now amazon-ssm-agent\n", "off"),
        ("#cloud-config\nruncmd:\n- [systemctl, stop, amazon-ssm-agent]\n", "off"),
        ("#cloud-config\nruncmd:\n  - [ \"systemctl\", 'mask', \"amazon-ssm-agent\" ]\n", "off"),
        ("#cloud-config\nruncmd:\n  - - systemctl\n    - disable\n    - amazon-ssm-agent\n", "off"),
        ("#cloud-config\nruncmd:\n  - |\n    systemctl stop amazon-ssm-agent\n    systemctl disable amazon-ssm-agent\n", "off"),
        ("#cloud-config\nruncmd:\n  # - systemctl disable amazon-ssm-agent\n  - echo hi\n", "untouched"),
        ("#cloud-config\nruncmd:\n  - systemctl stop amazon-ssm-agent\n  - systemctl start amazon-ssm-agent\n", "on"),
        ("#cloud-config\npackages:\n  - amazon-ssm-agent\n", "on"),
        ("#cloud-config\nwrite_files:\n  - path: /x.sh\n    content: |\n      systemctl disable amazon-ssm-agent\n", "unclear"),
        ("#cloud-config\nruncmd:\n  - systemctl stop amazon-ssm-agent\npower_state:\n  mode: reboot\n", "unclear"),
    ];
    for (text, wanted) in table {
        assert_eq!(state(&of(PartKind::CloudConfig, text)), wanted, "{text}");
    }
}

#[test]
fn windows() {
    let table = [
        ("Stop-Service AmazonSSMAgent\nSet-Service -Name AmazonSSMAgent -StartupType Disabled", "off"),
        ("Get-Service AmazonSSMAgent | Stop-Service", "off"),
        ("Restart-Service AmazonSSMAgent", "on"),
        ("# Stop-Service AmazonSSMAgent", "untouched"),
        ("<# Stop-Service AmazonSSMAgent #>", "untouched"),
        ("if ($x) { Stop-Service AmazonSSMAgent }", "unclear"),
        ("sc.exe config AmazonSSMAgent start= disabled\nnet stop AmazonSSMAgent", "off"),
        ("Set-Service AmazonSSMAgent -StartupType Automatic\nStart-Service AmazonSSMAgent", "on"),
    ];
    for (text, wanted) in table {
        assert_eq!(state(&of(PartKind::PowerShell, text)), wanted, "{text}");
    }
}

#[test]
fn parts_that_contradict_each_other_are_unclear() {
    let shell = |text: &str| Part { kind: PartKind::Shell, text: text.to_owned() };
    let both = Agent::of(&[shell("systemctl stop amazon-ssm-agent"), shell("systemctl start amazon-ssm-agent")]);
    assert_eq!(state(&both), "unclear");
}
