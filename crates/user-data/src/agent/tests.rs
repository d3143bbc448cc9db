use super::{Agent, Installs};
use crate::part::{Part, PartKind, When};
use crate::parts::run_again;
use crate::state::{Off, State};
use crate::system::System;

fn of(kind: PartKind, text: &str) -> Agent {
    Agent::of(&[Part { kind, text: text.to_owned(), when: When::FirstBoot, system: System::Unknown }])
}

fn state(agent: &Agent) -> &'static str {
    match agent.state {
        State::Untouched => "untouched",
        State::On => "on",
        State::Off(Off::Stopped(_) | Off::Paused(_)) => "off",
        State::Off(Off::Halted(_)) => "halted",
        State::Off(Off::BySettings(_)) => "off by settings",
        State::Off(Off::WithoutIdentity) => "no identity",
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
        ("main() {\n systemctl disable --now amazon-ssm-agent\n}\ntime main > /tmp/time.txt", "off"),
        ("off() { systemctl disable --now amazon-ssm-agent; }\ntime -p off", "off"),
        ("off() { systemctl disable --now amazon-ssm-agent; }\n/usr/bin/time -f %e uptime", "untouched"),
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
        ("if [ -f /x ]; then systemctl disable amazon-ssm-agent; fi", "unclear"),
        ("if true; then systemctl disable amazon-ssm-agent; fi", "off"),
        ("if false; then systemctl disable amazon-ssm-agent; fi", "untouched"),
        ("off() {\n systemctl disable amazon-ssm-agent\n}", "untouched"),
        ("off() {\n systemctl disable amazon-ssm-agent\n}\noff", "off"),
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
        ("snap install amazon-ssm-agent --classic", Installs::Yes, &["snap amazon-ssm-agent"]),
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
        ("#cloud-config\nwrite_files:\n  - path: /x.sh\n    content: |\n      systemctl disable amazon-ssm-agent\n", "untouched"),
        (
            "#cloud-config\nwrite_files:\n  - path: /x.sh\n    content: |\n      systemctl disable amazon-ssm-agent\nruncmd:\n  - bash /x.sh\n",
            "off",
        ),
        ("#cloud-config\nwrite_files:\n- path: /etc/cron.d/x\n  content: |\n    @reboot root systemctl stop amazon-ssm-agent\n", "unclear"),
        (
            "#cloud-config\nwrite_files:\n- content: |\n    systemctl stop amazon-ssm-agent\n  path: /var/lib/cloud/scripts/per-boot/x.sh\n",
            "off",
        ),
        ("#cloud-config\nruncmd:\n - [sh, -c, \"systemctl disable --now amazon-ssm-agent || echo a, b\"]\n", "off"),
        ("#cloud-config\nruncmd: [[systemctl, mask, amazon-ssm-agent], [ls]]\n", "off"),
        ("#cloud-config\nruncmd:\n - S=amazon-ssm-agent\n - systemctl mask $S\n", "off"),
        ("#cloud-config\nruncmd:\n - exit 0\n - systemctl mask amazon-ssm-agent\n", "untouched"),
        ("#cloud-config\nruncmd: [\n  [systemctl, mask,\n   amazon-ssm-agent]\n]\n", "off"),
        ("#cloud-config\nx: &off [systemctl, mask, amazon-ssm-agent]\nruncmd:\n- *off\n", "unclear"),
        ("#cloud-config\nruncmd:\n- >-\n  systemctl mask\n  amazon-ssm-agent\n", "off"),
        ("#cloud-config\nruncmd:\n- \"systemctl \\\n   mask amazon-ssm-agent\"\n", "off"),
        ("#cloud-config\nruncmd:\n- echo a: b\n- systemctl mask amazon-ssm-agent\n", "unclear"),
        ("#cloud-config\nruncmd:\n- ls\n# systemctl mask amazon-ssm-agent\nbootcmd: []\n", "untouched"),
        ("#cloud-config\nruncmd:\n\t- systemctl mask amazon-ssm-agent\n", "unclear"),
        ("#cloud-config\nsnap:\n  commands:\n  - [remove, amazon-ssm-agent]\n", "off"),
        ("#cloud-config\nsnap:\n  commands:\n    00: snap install amazon-ssm-agent --classic\n", "on"),
        (
            "#cloud-config\nwrite_files:\n- path: /x.sh\n  encoding: b64\n  content: c3lzdGVtY3RsIG1hc2sgYW1hem9uLXNzbS1hZ2VudAo=\nruncmd:\n- sh /x.sh\n",
            "off",
        ),
        ("#cloud-config\nwrite_files:\n- {path: /x.sh, content: systemctl mask amazon-ssm-agent}\nruncmd: [sh /x.sh]\n", "off"),
        ("#cloud-config\nruncmd:\n- apt-get purge -y snapd\n", "unclear"),
        ("#cloud-config\nruncmd:\n- dpkg -P snapd\n", "unclear"),
        ("#cloud-config\nruncmd:\n- apt-get install -y snapd\n", "untouched"),
        ("#cloud-config\nruncmd:\n- apt-get remove -y snapd-doc\n", "untouched"),
        ("#cloud-config\npower_state:\n  mode: poweroff\n", "halted"),
        ("#cloud-config\npower_state: {mode: halt, delay: now}\n", "halted"),
        ("#cloud-config\npower_state:\n  mode: reboot\n", "untouched"),
        ("#cloud-config\npower_state:\n  mode: poweroff\n  condition: test -f /x\n", "unclear"),
        ("#cloud-config\npower_state:\n  mode: poweroff\n  condition: false\n", "untouched"),
        ("#cloud-config\nruncmd:\n  - systemctl stop amazon-ssm-agent\npower_state:\n  mode: reboot\n", "unclear"),
    ];
    for (text, wanted) in table {
        assert_eq!(state(&of(PartKind::CloudConfig, text)), wanted, "{text}");
    }
}

#[test]
fn what_the_launch_agent_of_windows_starts_again() {
    use System::{Windows, WindowsV1, WindowsV2};
    let systems = [WindowsV1, WindowsV2, Windows];
    let table = [
        ("Stop-Service AmazonSSMAgent", ["on", "on", "unclear"]),
        ("net stop AmazonSSMAgent", ["on", "on", "unclear"]),
        ("Set-Service -Name AmazonSSMAgent -StartupType Disabled", ["off", "unclear", "unclear"]),
        ("Stop-Service AmazonSSMAgent\nSet-Service -Name AmazonSSMAgent -StartupType Disabled", ["off", "unclear", "unclear"]),
        ("sc.exe config AmazonSSMAgent start= disabled\nnet stop AmazonSSMAgent", ["off", "unclear", "unclear"]),
        ("Set-Service AmazonSSMAgent -StartupType Manual", ["unclear", "on", "unclear"]),
        ("Stop-Service AmazonSSMAgent\nSet-Service AmazonSSMAgent -StartupType Automatic", ["on", "on", "unclear"]),
        ("if ($x) { Stop-Service AmazonSSMAgent }", ["untouched", "untouched", "unclear"]),
        ("Uninstall-Package AmazonSSMAgent", ["off", "off", "off"]),
        ("Stop-Computer", ["halted", "halted", "halted"]),
        ("Restart-Service AmazonSSMAgent", ["on", "on", "on"]),
        ("# Stop-Service AmazonSSMAgent", ["untouched", "untouched", "untouched"]),
        ("<# Stop-Service AmazonSSMAgent #>", ["untouched", "untouched", "untouched"]),
        ("Set-Service AmazonSSMAgent -StartupType Automatic\nStart-Service AmazonSSMAgent", ["on", "on", "on"]),
    ];
    for (text, wanted) in table {
        let on = |system| Part { kind: PartKind::PowerShell, text: text.to_owned(), when: When::FirstBoot, system };
        let states = systems.map(|system| state(&Agent::of(&[on(system)])));
        assert_eq!(states, wanted, "{text}");
    }
    // Later starts are not those of EC2Launch v1.
    let each = |text: &str, system| state(&Agent::of(&crate::decode::parts(text, system).unwrap()));
    let stop = "<powershell>\nStop-Service AmazonSSMAgent\n</powershell>\n";
    assert_eq!([each(stop, WindowsV1), each(&format!("{stop}<persist>true</persist>"), WindowsV1)], ["on", "unclear"]);
    assert_eq!([each(stop, WindowsV2), each(&format!("{stop}<detach>true</detach>"), WindowsV2)], ["on", "unclear"]);
    let tasks = |version: &str| {
        format!(
            "version: {version}\ntasks:\n- task: executeScript\n  inputs:\n  - type: powershell\n    content: Stop-Service AmazonSSMAgent\n"
        )
    };
    assert_eq!(each(&tasks("1.1"), System::Unknown), "unclear");
    assert_eq!([each(&tasks("1.1"), WindowsV2), each(&tasks("1.0"), WindowsV2)], ["on", "unclear"]);
}

#[test]
fn parts_that_contradict_each_other_are_unclear() {
    let shell = |text: &str| Part { kind: PartKind::Shell, text: text.to_owned(), when: When::FirstBoot, system: System::Unknown };
    let both = Agent::of(&[shell("systemctl stop amazon-ssm-agent"), shell("systemctl start amazon-ssm-agent")]);
    assert_eq!(state(&both), "unclear");
}

#[test]
fn scripts_that_are_written() {
    let table = [
        ("cat > /root/README <<EOF\nsystemctl disable amazon-ssm-agent\nEOF", "untouched"),
        ("cat > /opt/x.sh <<'EOF'\nsystemctl disable amazon-ssm-agent\nEOF\nchmod +x /opt/x.sh\n/opt/x.sh", "off"),
        ("cat > /opt/x.sh <<'EOF'\nsystemctl disable amazon-ssm-agent\nEOF\nsudo bash /opt/x.sh >> /var/log/x 2>&1", "off"),
        ("echo 'systemctl disable amazon-ssm-agent' > /opt/x.sh\necho '@reboot root /opt/x.sh' > /etc/cron.d/x", "unclear"),
        ("echo '@reboot root /opt/x.sh' > /etc/cron.d/x\necho 'systemctl disable amazon-ssm-agent' > /opt/x.sh", "unclear"),
        ("echo 'systemctl disable amazon-ssm-agent' > /opt/x.sh\necho '0 1 * * * /opt/x.sh' | crontab -", "unclear"),
        ("echo 'systemctl disable amazon-ssm-agent' > /opt/x.sh\nparallel ::: /opt/x.sh", "unclear"),
        ("cat > /etc/systemd/system/amazon-ssm-agent.service.d/o.conf <<EOF\n[Service]\nRestart=always\nEnvironment=A=b\nEOF", "untouched"),
        ("cat > /etc/systemd/system/amazon-ssm-agent.service.d/o.conf <<EOF\n[Unit]\nConditionPathExists=/x\nEOF", "unclear"),
    ];
    for (script, wanted) in table {
        assert_eq!(state(&of(PartKind::Shell, script)), wanted, "{script}");
    }
}

#[test]
fn by_variables_loops_and_functions() {
    let table = [
        ("S=\"cups amazon-ssm-agent\"\nfor s in $S; do systemctl mask --now $s.service; done", "off"),
        ("S=(cups amazon-ssm-agent)\nfor s in \"${S[@]}\"; do systemctl stop \"$s\" || true; done", "off"),
        ("for s in cups amazon-ssm-agent; do case $s in cups) continue;; *) systemctl stop $s;; esac; done", "off"),
        ("for s in cups amazon-ssm-agent; do [ $s = amazon-ssm-agent ] && continue; systemctl stop $s; done", "untouched"),
        ("while read -r s; do systemctl disable $s; done <<EOF\ncups\namazon-ssm-agent\nEOF", "off"),
        ("echo cups amazon-ssm-agent | xargs -n1 systemctl disable --now", "off"),
        ("echo cups amazon-ssm-agent | tr ' ' '\\n' | xargs systemctl disable --now", "unclear"),
        ("off() { systemctl disable --now \"$1\"; }\noff cups\noff amazon-ssm-agent", "off"),
        ("off() { systemctl disable --now \"$1\"; }\noff cups", "untouched"),
        ("systemctl disable --now $(cat /list)", "unclear"),
        ("systemctl disable --now app-$(cat /name)", "untouched"),
        ("systemctl stop 'amazon-*'", "off"),
        ("apt-get purge -y 'amazon-ssm*'", "off"),
        ("eval \"systemctl stop amazon-ssm-agent\"", "off"),
        ("(systemctl mask amazon-ssm-agent)", "off"),
        ("[ -f /done ] && exit 0\nsystemctl mask amazon-ssm-agent", "unclear"),
        ("(sleep 60; systemctl start amazon-ssm-agent) &\nsystemctl stop amazon-ssm-agent", "unclear"),
        ("systemctl mask amazon-ssm-agent &", "off"),
        ("trap 'systemctl start amazon-ssm-agent' EXIT\nsystemctl stop amazon-ssm-agent", "on"),
        ("systemctl stop amazon-ssm-agent\nuntil systemctl start amazon-ssm-agent; do sleep 1; done", "on"),
        ("cat <<EOF\nsystemctl stop amazon-ssm-agent\nEOF", "untouched"),
        ("cat <<EOF | bash\nsystemctl stop amazon-ssm-agent\nEOF", "off"),
        ("x=$(systemctl stop amazon-ssm-agent)", "off"),
        (
            "if systemctl is-active amazon-ssm-agent; then systemctl stop amazon-ssm-agent; fi\nsystemctl enable --now amazon-ssm-agent",
            "on",
        ),
        ("[ -f /x ] && systemctl mask amazon-ssm-agent\nsystemctl enable --now amazon-ssm-agent", "unclear"),
        ("if [ -f /x ]; then systemctl stop amazon-ssm-agent; else systemctl disable amazon-ssm-agent; fi", "unclear"),
        ("if ! systemctl is-active amazon-ssm-agent; then systemctl start amazon-ssm-agent; fi", "untouched"),
    ];
    for (script, wanted) in table {
        assert_eq!(state(&of(PartKind::Shell, script)), wanted, "{script}");
    }
}

#[test]
fn other_ways_to_take_it_away() {
    let table = [
        ("yum update -y\nshutdown -h now", "halted"),
        ("poweroff", "halted"),
        ("systemctl isolate rescue.target", "halted"),
        ("shutdown -r now", "untouched"),
        ("shutdown -h +480", "unclear"),
        ("[ -f /x ] && shutdown -h now", "unclear"),
        ("shutdown -c", "untouched"),
        ("chmod -x /usr/bin/amazon-ssm-agent", "off"),
        ("chmod 000 /usr/bin/amazon-ssm-agent", "off"),
        ("chmod 755 /usr/bin/amazon-ssm-agent", "untouched"),
        ("mv /usr/bin/amazon-ssm-agent /root/", "off"),
        ("rm -f /usr/bin/amazon-ssm-agent", "off"),
        ("rc-update del amazon-ssm-agent", "off"),
        ("initctl stop amazon-ssm-agent", "off"),
        ("chkconfig amazon-ssm-agent off", "off"),
        ("launchctl unload -w /Library/LaunchDaemons/com.amazon.aws.ssm.plist", "off"),
        ("pkill -f amazon-ssm-agent", "unclear"),
        ("systemctl disable --now amazon-ssm-agent-updater.timer", "untouched"),
        ("systemctl mask 'snap.amazon-ssm-agent.*'", "off"),
        ("echo 'systemctl restart amazon-ssm-agent' > /etc/cron.daily/x", "untouched"),
        ("trap 'shutdown -h now' ERR\ndnf install -y nginx", "untouched"),
        ("trap 'shutdown -h now' EXIT\ndnf install -y nginx", "halted"),
        ("echo manual > /etc/init/amazon-ssm-agent.override", "unclear"),
        ("sed -i 's/^ExecStart.*//' /lib/systemd/system/amazon-ssm-agent.service", "unclear"),
        ("python3 -c 'import os; os.system(\"systemctl stop amazon-ssm-agent\")'", "unclear"),
        ("python3 /x.py /etc/amazon/ssm/amazon-ssm-agent.json", "untouched"),
        ("aws ec2 stop-instances --instance-ids $ID", "unclear"),
        ("userdel -r ssm-user", "untouched"),
        ("jq .Agent /etc/amazon/ssm/amazon-ssm-agent.json", "untouched"),
        ("restorecon -v /usr/bin/amazon-ssm-agent", "untouched"),
        (
            "echo '{\"Identity\":{\"ConsumptionOrder\":[\"OnPrem\"]}}' > /etc/amazon/ssm/amazon-ssm-agent.json\nsystemctl restart amazon-ssm-agent",
            "no identity",
        ),
        (
            "echo '{\"Identity\":{\"ConsumptionOrder\":[\"OnPrem\"]}}' > /etc/amazon/ssm/amazon-ssm-agent.json\namazon-ssm-agent -register -code a -id 1 -region r\nsystemctl restart amazon-ssm-agent",
            "on",
        ),
    ];
    for (script, wanted) in table {
        assert_eq!(state(&of(PartKind::Shell, script)), wanted, "{script}");
    }
}

#[test]
fn what_runs_again() {
    let again = |text: &str| Agent::of(&run_again(crate::decode::parts(text, System::Unknown).unwrap()));
    let table = [
        ("#!/bin/bash\nsystemctl mask amazon-ssm-agent\n", "untouched"),
        ("#cloud-boothook\n#!/bin/sh\nsystemctl mask amazon-ssm-agent\n", "off"),
        ("#cloud-boothook\n\n#!/bin/sh\nsystemctl mask amazon-ssm-agent\n", "off"),
        ("#cloud-boothook\nsystemctl mask amazon-ssm-agent\n", "unclear"),
        ("\nMIME-Version: 1.0\nContent-Type: text/x-shellscript\n\n#!/bin/sh\nsystemctl mask amazon-ssm-agent\n", "unclear"),
        ("#cloud-config\nbootcmd:\n  - systemctl mask amazon-ssm-agent\n", "off"),
        ("#cloud-config\nruncmd:\n  - systemctl mask amazon-ssm-agent\n", "untouched"),
        ("<powershell>\nSet-Service AmazonSSMAgent -StartupType Disabled\n</powershell>\n<persist>true</persist>", "unclear"),
        ("<powershell>\nSet-Service AmazonSSMAgent -StartupType Disabled\n</powershell>", "untouched"),
        (
            "Content-Type: multipart/mixed; boundary=\"//\"\nMIME-Version: 1.0\n\n--//\nContent-Type: text/cloud-config\n\n#cloud-config\ncloud_final_modules:\n- [scripts-user, always]\n\n--//\nContent-Type: text/x-shellscript\n\n#!/bin/bash\nsystemctl disable --now amazon-ssm-agent\n--//--\n",
            "off",
        ),
    ];
    for (text, wanted) in table {
        assert_eq!(state(&again(text)), wanted, "{text}");
    }
}

#[test]
fn what_a_system_does_not_have() {
    let on = |text: &str, system| state(&Agent::of(&crate::decode::parts(text, system).unwrap()));
    let table = [
        ("#!/bin/bash\nsystemctl stop amazon-ssm-agent\n", System::MacOs, "untouched"),
        ("#!/bin/bash\nlaunchctl unload -w /Library/LaunchDaemons/com.amazon.aws.ssm.plist\n", System::MacOs, "off"),
        (
            "#!/bin/bash\nset -e\nsystemctl stop x\nlaunchctl unload -w /Library/LaunchDaemons/com.amazon.aws.ssm.plist\n",
            System::MacOs,
            "unclear",
        ),
        ("#!/bin/bash\nlaunchctl unload -w /Library/LaunchDaemons/com.amazon.aws.ssm.plist\n", System::Linux, "untouched"),
        ("#!/bin/bash\nsystemctl stop amazon-ssm-agent\n", System::Linux, "off"),
        // The agent is a snap, or a package with a unit of its own: the other name is most likely nobody's.
        ("#!/bin/bash\nsystemctl disable --now amazon-ssm-agent\n", System::LinuxWithSnap, "unclear"),
        ("#!/bin/bash\napt-get purge -y amazon-ssm-agent\n", System::LinuxWithSnap, "unclear"),
        ("#!/bin/bash\nsnap stop --disable amazon-ssm-agent\n", System::LinuxWithSnap, "off"),
        ("#!/bin/bash\nsystemctl disable --now snap.amazon-ssm-agent.amazon-ssm-agent.service\n", System::LinuxWithSnap, "off"),
        ("#!/bin/bash\nsnap stop --disable amazon-ssm-agent\nsystemctl enable --now amazon-ssm-agent\n", System::LinuxWithSnap, "unclear"),
        ("#!/bin/bash\nsnap stop --disable amazon-ssm-agent\nsnap start --enable amazon-ssm-agent\n", System::LinuxWithSnap, "on"),
        ("#!/bin/bash\nsystemctl enable --now amazon-ssm-agent\n", System::LinuxWithSnap, "untouched"),
        // Once the snap is gone, the unit is that of the package that takes its place.
        (
            "#!/bin/bash\nsnap remove amazon-ssm-agent\ndpkg -i amazon-ssm-agent.deb\nsystemctl enable --now amazon-ssm-agent\n",
            System::LinuxWithSnap,
            "on",
        ),
        ("#!/bin/bash\nsnap remove amazon-ssm-agent\nsystemctl enable --now amazon-ssm-agent\n", System::LinuxWithSnap, "off"),
        (
            "#!/bin/bash\nsnap remove amazon-ssm-agent\ndpkg -i amazon-ssm-agent.deb\nsystemctl disable --now amazon-ssm-agent\n",
            System::LinuxWithSnap,
            "off",
        ),
        ("#!/bin/bash\nsnap remove amazon-ssm-agent\nsnap install amazon-ssm-agent --classic\n", System::LinuxWithSnap, "on"),
        (
            "#!/bin/bash\nif test -f x; then snap remove amazon-ssm-agent; fi\ndpkg -i amazon-ssm-agent.deb\n",
            System::LinuxWithSnap,
            "unclear",
        ),
        ("#!/bin/bash\nsnap stop --disable amazon-ssm-agent\n", System::Linux, "unclear"),
        ("#!/bin/bash\nsystemctl stop snap.amazon-ssm-agent.amazon-ssm-agent.service\n", System::Linux, "unclear"),
        ("#!/bin/bash\nsystemctl stop amazon-ssm-agent\n", System::Windows, "untouched"),
        ("#!/bin/bash\nsystemctl stop amazon-ssm-agent\n", System::Bottlerocket, "unclear"),
        ("[settings.host-containers.control]\nenabled = false\n", System::Bottlerocket, "off by settings"),
        ("[settings.host-containers.control]\nenabled = false\n", System::Linux, "untouched"),
        ("<powershell>\nUninstall-Package AmazonSSMAgent\n</powershell>\n", System::Linux, "untouched"),
        ("#!/bin/bash\nrm -rf /var/lib/snapd/snaps/*\n", System::LinuxWithSnap, "unclear"),
        ("#!/bin/bash\nfind /var/lib/snapd/snaps -name '*.snap' -delete\n", System::LinuxWithSnap, "unclear"),
        ("<powershell>\nSet-Content agent-config.yml x\nStop-Service AmazonSSMAgent\n</powershell>", System::WindowsV2, "unclear"),
        ("#!/bin/bash\nrm -rf /var/lib/apt/lists/*\nmv x /var/lib\n", System::LinuxWithSnap, "untouched"),
    ];
    for (text, system, wanted) in table {
        assert_eq!(on(text, system), wanted, "{text}");
    }
}
