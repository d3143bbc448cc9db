use super::{Change, changes};
use crate::decode;

fn of(text: &str) -> Vec<Change> {
    changes(&decode::parts(text).unwrap()).into_iter().collect()
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
        ("echo 'https_proxy=http://p:3128' >> /etc/environment", &[]),
    ]);
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
    ];
    for (script, wanted) in table {
        assert_eq!(of(&format!("<powershell>\n{script}\n</powershell>")), *wanted, "{script}");
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
}
