use super::{Change, changes};
use crate::decode;
use crate::system::System;

fn of(text: &str) -> Vec<Change> {
    changes(&decode::parts(text, System::Unknown).unwrap()).into_iter().collect()
}

fn check(table: &[(&str, &[Change])]) {
    for (script, wanted) in table {
        assert_eq!(of(&format!("#!/bin/bash\n{script}\n")), *wanted, "{script}");
    }
}

#[test]
fn firewalls_of_linux() {
    const F: &[Change] = &[Change::Firewall];
    check(&[
        ("iptables -P OUTPUT DROP", F),
        ("iptables -A OUTPUT -j REJECT", F),
        ("iptables -A OUTPUT -p tcp --dport 443 -j DROP", F),
        ("iptables -A OUTPUT -d 169.254.169.254 -j DROP", F),
        ("iptables -t nat -A OUTPUT -p tcp --dport 443 -j REDIRECT --to-ports 8443", F),
        ("iptables -P INPUT DROP", F),
        ("iptables-restore < /etc/x", F),
        ("cat > /etc/sysconfig/iptables <<EOF\n*filter\n:INPUT ACCEPT [0:0]\n:OUTPUT DROP [0:0]\nCOMMIT\nEOF", F),
        ("for c in INPUT OUTPUT; do iptables -P $c DROP; done", F),
        ("iptables -P INPUT DROP\niptables -A INPUT -m conntrack --ctstate ESTABLISHED,RELATED -j ACCEPT", &[]),
        ("iptables -A OUTPUT -p tcp --dport 25 -j DROP", &[]),
        ("iptables -A OUTPUT -m owner ! --uid-owner root -d 169.254.169.254 -j DROP", &[]),
        ("iptables -A OUTPUT -m owner --uid-owner nobody -j REJECT", &[]),
        ("iptables -A OUTPUT -o docker0 -j DROP", &[]),
        ("iptables -A OUTPUT -j ACCEPT", &[]),
        ("iptables -P FORWARD DROP", &[]),
        ("iptables -t nat -A POSTROUTING -o eth0 -j MASQUERADE", &[]),
        ("iptables -t nat -A PREROUTING -p tcp --dport 80 -j REDIRECT --to-port 8080", &[]),
        ("iptables -F", &[]),
        ("iptables -t nat -A POSTROUTING -o ens5 -j MASQUERADE\niptables-save > /etc/iptables/rules.v4", &[]),
        ("sudo iptables-save | sudo tee /etc/iptables/rules.v4", &[]),
        ("sh -c 'ip6tables-save > /etc/iptables/rules.v6'", &[]),
        ("nft list ruleset > /etc/nftables.conf", &[]),
        ("iptables -P OUTPUT DROP\niptables-save > /etc/iptables/rules.v4", F),
        ("iptables-save > /tmp/x\ncurl https://example.com/rules | tee /etc/iptables/rules.v4", F),
        ("# iptables -P OUTPUT DROP\necho 'iptables -P OUTPUT DROP'", &[]),
        ("off() { iptables -P OUTPUT DROP; }", &[]),
        ("ufw default deny outgoing", F),
        ("ufw reject out 443/tcp", F),
        ("ufw default deny incoming\nufw default allow outgoing\nufw deny out 25", &[]),
        ("nft add chain inet filter output '{ type filter hook output priority 0; policy drop; }'", F),
        (
            "nft -f - <<EOF\ntable inet f { chain input { type filter hook input priority 0; policy drop; ct state established accept; }\nchain output { type filter hook output priority 0; policy accept; } }\nEOF",
            &[],
        ),
        ("firewall-cmd --direct --add-rule ipv4 filter OUTPUT 0 -j DROP", F),
        ("firewall-cmd --add-service=https --permanent", &[]),
    ]);
}

#[test]
fn names() {
    const H: &[Change] = &[Change::Hosts];
    const N: &[Change] = &[Change::NameServers];
    check(&[
        ("echo '127.0.0.1 ssm.eu-west-1.amazonaws.com' >> /etc/hosts", H),
        ("echo \"10.0.0.5 ssm.eu-west-1.amazonaws.com\" | sudo tee -a /etc/hosts", H),
        ("for s in ssm ssmmessages; do echo \"10.0.0.5 $s.eu-west-1.amazonaws.com\" >> /etc/hosts; done", H),
        ("sed -i '$a 10.0.0.5 ssm.eu-west-1.amazonaws.com' /etc/hosts", H),
        ("aws s3 cp s3://b/hosts - > /etc/hosts", H),
        ("echo \"127.0.0.1 $(hostname)\" >> /etc/hosts", &[]),
        ("echo '10.0.0.9 db.internal' >> /etc/hosts", &[]),
        ("echo 'nameserver 8.8.8.8' > /etc/resolv.conf", N),
        ("printf '[Resolve]\\nDNS=1.1.1.1\\n' > /etc/systemd/resolved.conf.d/x.conf", N),
        ("sed -i 's/#DNS=/DNS=10.0.0.5/' /etc/systemd/resolved.conf", N),
        ("cat > /etc/dhcp/dhclient.conf <<EOF\nsupersede domain-name-servers 10.0.0.5;\nEOF", N),
        ("resolvectl dns eth0 8.8.8.8", N),
        ("nmcli con mod eth0 ipv4.dns 8.8.8.8", N),
        ("echo 'nameserver 169.254.169.253' > /etc/resolv.conf", &[]),
        ("echo 'options timeout:2' >> /etc/resolv.conf", &[]),
        ("echo 'search corp' > /etc/resolv.conf", N),
        ("printf '[Resolve]\\nDNSStubListener=no\\n' > /etc/systemd/resolved.conf.d/x.conf", &[]),
        ("ln -sf /run/systemd/resolve/resolv.conf /etc/resolv.conf", &[]),
    ]);
}

#[test]
fn routes_and_proxies() {
    const R: &[Change] = &[Change::Routes];
    const P: &[Change] = &[Change::Proxy];
    check(&[
        ("ip route del default", R),
        ("ip route replace default via 10.0.0.5", R),
        ("route del default gw 10.0.0.1", R),
        ("ip link set eth0 down", R),
        ("ip route add 172.16.0.0/12 via 10.0.0.5", &[]),
        ("ip route add default via 10.0.0.1 table 100", &[]),
        ("ip route show default", &[]),
        (
            "mkdir -p /etc/systemd/system/amazon-ssm-agent.service.d\ncat > /etc/systemd/system/amazon-ssm-agent.service.d/o.conf <<EOF\n[Service]\nEnvironment=\"https_proxy=http://p:3128\"\nEOF",
            P,
        ),
        (
            "cat > /etc/systemd/system/amazon-ssm-agent.service.d/o.conf <<EOF\n[Service]\nEnvironment=\"https_proxy=http://p:3128\"\nEnvironment=\"no_proxy=169.254.169.254,.amazonaws.com\"\nEOF",
            &[],
        ),
        ("export https_proxy=http://p:3128\nyum install -y jq", &[]),
        // The agent of Ubuntu is a snap, whose unit reads it.
        ("echo 'https_proxy=http://p:3128' >> /etc/environment", P),
        ("echo 'https_proxy=http://p:3128' >> /etc/profile.d/proxy.sh", &[]),
        ("sed -i '$ a https_proxy=http://p:3128' /etc/environment", P),
        ("echo 'https_proxy=http://p:3128 no_proxy=.amazonaws.com' >> /etc/environment", &[]),
        ("printf '[Service]\\nEnvironment=https_proxy=http://p:3128\\n' > /etc/systemd/system/service.d/p.conf", P),
        ("systemctl set-environment https_proxy=http://p:3128", P),
        ("export https_proxy=http://p:3128\nsystemctl import-environment https_proxy", P),
        ("sed -i 's/^#DefaultEnvironment=/DefaultEnvironment=X=1/' /etc/systemd/system.conf", &[]),
    ]);
    let given = "#!/bin/bash\necho 'https_proxy=http://p:3128' >> /etc/environment\n";
    let read = "echo EnvironmentFile=/etc/environment > /etc/systemd/system/amazon-ssm-agent.service.d/e.conf\n";
    let on = |text: &str, system| changes(&decode::parts(text, system).unwrap()).into_iter().collect::<Vec<_>>();
    assert_eq!(on(given, System::Linux), []);
    assert_eq!(on(given, System::LinuxWithSnap), P);
    assert_eq!(on(&format!("{given}{read}"), System::Linux), P);
    assert_eq!(on(&format!("#!/bin/bash\n{read}"), System::Linux), []);
}

#[test]
fn windows() {
    let table: &[(&str, &[Change])] = &[
        ("netsh advfirewall set allprofiles firewallpolicy blockinbound,blockoutbound", &[Change::Firewall]),
        ("New-NetFirewallRule -DisplayName x -Direction Outbound -Action Block", &[Change::Firewall]),
        ("Set-NetFirewallProfile -All -DefaultOutboundAction Block", &[Change::Firewall]),
        ("New-NetFirewallRule -DisplayName x -Direction Inbound -Action Block", &[]),
        ("Set-DnsClientServerAddress -InterfaceIndex 3 -ServerAddresses 10.0.0.5,8.8.8.8", &[Change::NameServers]),
        ("Add-Content C:\\Windows\\System32\\drivers\\etc\\hosts '127.0.0.1 ssm.eu-west-1.amazonaws.com'", &[Change::Hosts]),
        ("Remove-NetRoute -DestinationPrefix 0.0.0.0/0 -Confirm:$false", &[Change::Routes]),
        ("netsh winhttp set proxy p:3128", &[Change::Proxy]),
        ("netsh winhttp import proxy source=ie", &[Change::Proxy]),
        (
            "$f = \"$env:windir\\System32\\drivers\\etc\\hosts\"\n'127.0.0.1 ssm.eu-west-1.amazonaws.com' | Add-Content -Encoding ascii $f",
            &[Change::Hosts],
        ),
        (
            "'127.0.0.1 ssm.eu-west-1.amazonaws.com' | Out-File -Append -Encoding ascii \"$env:SystemRoot\\System32\\drivers\\etc\\hosts\"",
            &[Change::Hosts],
        ),
        ("\"127.0.0.1 ssm.eu-west-1.amazonaws.com\" >> $env:windir\\System32\\drivers\\etc\\hosts", &[Change::Hosts]),
        ("'127.0.0.1 ssm.eu-west-1.amazonaws.com' | Add-Content (Join-Path $env:windir 'System32\\drivers\\etc\\hosts')", &[Change::Hosts]),
        ("Add-Content $hostsFile '127.0.0.1 ssm.eu-west-1.amazonaws.com'", &[Change::Hosts]),
        (
            "[IO.File]::AppendAllText('C:\\Windows\\System32\\drivers\\etc\\hosts', '127.0.0.1 ssm.eu-west-1.amazonaws.com')",
            &[Change::Hosts],
        ),
        ("Copy-Item C:\\x C:\\Windows\\System32\\drivers\\etc\\hosts -Force", &[Change::Hosts]),
        ("'127.0.0.1 db.corp' | Add-Content $env:windir\\System32\\drivers\\etc\\hosts", &[]),
        ("'127.0.0.1 ssm.eu-west-1.amazonaws.com' > C:\\notes.txt", &[]),
        (
            "$e = @{ https_proxy = 'http://p:3128' }\nforeach ($k in $e.Keys) { [Environment]::SetEnvironmentVariable($k, $e[$k], 'Machine') }",
            &[Change::Proxy],
        ),
        ("foreach ($k in 'https_proxy') { [Environment]::SetEnvironmentVariable($k, 'http://p:3128', 'Machine') }", &[Change::Proxy]),
        (
            "$p = 'C:\\Windows\\System32\\drivers\\etc\\hosts'\n(Get-Content $p) + '10.9.9.9 ssm.eu-west-1.amazonaws.com' | Set-Content $p",
            &[Change::Hosts],
        ),
        ("setx /M https_proxy http://p:3128", &[Change::Proxy]),
        ("setx https_proxy http://p:3128", &[]),
        ("$env:https_proxy = 'http://p:3128'", &[]),
        ("[Environment]::SetEnvironmentVariable('https_proxy', 'http://p:3128', 'Machine')", &[Change::Proxy]),
        ("[Environment]::SetEnvironmentVariable('HTTPS_PROXY', 'http://p:3128', [EnvironmentVariableTarget]::Machine)", &[Change::Proxy]),
        ("[Environment]::SetEnvironmentVariable('https_proxy', 'http://p:3128', $target)", &[Change::Proxy]),
        ("[Environment]::SetEnvironmentVariable('https_proxy', 'http://p:3128', 'User')", &[]),
        ("[Environment]::SetEnvironmentVariable('https_proxy', 'http://p:3128')", &[]),
        (
            "reg add \"HKLM\\SYSTEM\\CurrentControlSet\\Control\\Session Manager\\Environment\" /v https_proxy /d http://p:3128 /f",
            &[Change::Proxy],
        ),
        ("(Get-WmiObject Win32_NetworkAdapterConfiguration).SetDNSServerSearchOrder(@('10.0.0.5'))", &[Change::NameServers]),
        ("Add-DnsClientNrptRule -Namespace amazonaws.com -NameServers 10.0.0.5", &[Change::NameServers]),
    ];
    for (script, wanted) in table {
        assert_eq!(of(&format!("<powershell>\n{script}\n</powershell>")), *wanted, "{script}");
    }
    let batch: &[(&str, &[Change])] = &[
        ("echo 127.0.0.1 ssm.eu-west-1.amazonaws.com >> %SystemRoot%\\System32\\drivers\\etc\\hosts", &[Change::Hosts]),
        ("echo 127.0.0.1 ssm.eu-west-1.amazonaws.com>>C:\\Windows\\System32\\drivers\\etc\\hosts", &[Change::Hosts]),
        ("copy /y hosts %windir%\\System32\\drivers\\etc\\hosts", &[Change::Hosts]),
        ("echo 127.0.0.1 db.corp >> %SystemRoot%\\System32\\drivers\\etc\\hosts", &[]),
        ("setx https_proxy http://p:3128 /M & dir", &[Change::Proxy]),
        ("goto end\nsetx https_proxy http://p:3128 /M\n:end", &[]),
    ];
    for (script, wanted) in batch {
        assert_eq!(of(&format!("<script>\n{script}\n</script>")), *wanted, "{script}");
    }
}

#[test]
fn other_user_data() {
    assert_eq!(
        of("#cloud-config\nwrite_files:\n- path: /etc/hosts\n  append: true\n  content: |\n    10.0.0.5 ssm.eu-west-1.amazonaws.com\n"),
        [Change::Hosts]
    );
    assert_eq!(of("#cloud-config\nmanage_resolv_conf: true\nresolv_conf:\n  nameservers: [8.8.8.8]\n"), [Change::NameServers]);
    assert_eq!(of("[settings.network]\nhttps-proxy = \"http://p:3128\"\n"), [Change::Proxy]);
    assert_eq!(of("[settings.network]\nhttps-proxy = \"http://p:3128\"\nno-proxy = [\".amazonaws.com\"]\n"), []);
    assert_eq!(of("[settings.network]\nhosts = [[\"10.0.0.5\", [\"ssm.eu-west-1.amazonaws.com\"]]]\n"), [Change::Hosts]);
    assert_eq!(of("[settings.network]\nhosts = [[\"10.0.0.5\", [\"db.corp\"]]]\n"), []);
    assert_eq!(of("[settings.dns]\nname-servers = [\"10.0.0.5\"]\n"), [Change::NameServers]);
    assert_eq!(of("[settings.dns]\nname-servers = [\"169.254.169.253\"]\n"), []);
}
