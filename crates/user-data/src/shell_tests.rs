use super::commands;

fn shown(script: &str) -> Vec<String> {
    commands(script)
        .into_iter()
        .map(|command| format!("{}{}", if command.conditional { "? " } else { "" }, command.words.join(" ")))
        .collect()
}

#[test]
fn commands_and_whether_they_are_certain() {
    let table: &[(&str, &[&str])] = &[
        ("a b # c\n#d\ne", &["a b", "e"]),
        ("a && b || c; d", &["a", "b", "? c", "d"]),
        ("[ -f x ] && a\nb", &["[ -f x ]", "? a", "b"]),
        ("if a; then b; else c; fi; d", &["a", "? b", "? c", "d"]),
        ("{ a; b; }; c", &["a", "b", "c"]),
        ("x || { a; b; }; c", &["x", "? a", "? b", "c"]),
        ("cat > f <<'EOF'\na b\nEOF\nc", &["cat", "c"]),
        ("a \\\n b 2>&1 >/dev/null\nc", &["a b", "c"]),
        ("a \"b c\" 'd'", &["a b c d"]),
        ("a\nexit 0\nb", &["a"]),
        ("(a; exit 0); b", &["a", "b"]),
        ("a &\nb", &["a", "b"]),
        ("a 'b", &["? a b", "source $script"]),
        ("a\nfi\nb", &["? a", "? b", "source $script"]),
        ("a $(b c) d", &["b c", "a $() d"]),
        ("while true; do a; done; b", &["a"]),
        ("while true; do a; if c; then break; fi; done; b", &["a", "c", "b"]),
        ("until a; do b; done; c", &["a", "? b", "c"]),
    ];
    for (script, wanted) in table {
        assert_eq!(shown(script), *wanted, "{script}");
    }
}

#[test]
fn a_command_that_fails_ends_a_script_where_asked() {
    let table: &[(&str, &[&str])] = &[
        ("set -e\nfalse\na", &["set -e"]),
        ("set -eu\nfalse\na", &["set -eu"]),
        ("set -euo pipefail\n[ 1 = 2 ]\na", &["set -euo pipefail", "[ 1 = 2 ]"]),
        ("set -o errexit\nfalse\na", &["set -o errexit"]),
        ("set -o nounset -o errexit\nfalse\na", &["set -o nounset -o errexit"]),
        ("set -uo pipefail\nfalse\na", &["set -uo pipefail", "a"]),
        ("#!/bin/bash -e\nfalse\na", &[]),
        ("#!/bin/sh -xe\nfalse\na", &[]),
        ("#!/bin/env bash\nfalse\na", &["a"]),
        ("false\na", &["a"]),
        ("set -e\nset +e\nfalse\na", &["set -e", "set +e", "a"]),
        ("if t; then set -e; fi\nfalse\na", &["t", "? set -e", "? a"]),
        // What is tested may fail.
        ("set -e\nif false; then a; fi\nb", &["set -e", "b"]),
        ("set -e\nfalse || a\nb", &["set -e", "a", "b"]),
        ("set -e\nfalse && a\nb", &["set -e", "b"]),
        ("set -e\n! false\na", &["set -e", "a"]),
        ("set -e\n! true\na", &["set -e", "a"]),
        ("set -e\nwhile false; do a; done\nb", &["set -e", "b"]),
        ("set -e\nfalse | a\nb", &["set -e", "a", "b"]),
        ("set -e\nf() { false; a; }\nif f; then b; fi", &["set -e", "a", "? b"]),
        // What is not ends it.
        ("set -e\na | false\nb", &["set -e", "a"]),
        ("set -e\ntrue && false\na", &["set -e"]),
        ("set -e\n(false; a)\nb", &["set -e"]),
        ("set -e\n(false && a)\nb", &["set -e"]),
        ("set -e\n{ false && a; }\nb", &["set -e", "b"]),
        ("set -e\nf() { return 1; }\nf\na", &["set -e"]),
        ("set -e\nfalse 2>/dev/null\na", &["set -e"]),
        ("set -e\n(set +e; false; a)\nfalse\nb", &["set -e", "set +e", "a"]),
        // What tells something may end it.
        ("set -e\n[ -f x ]\na", &["set -e", "[ -f x ]", "? a"]),
        ("set -e\n[ -f x ] && a\nb", &["set -e", "[ -f x ]", "? a", "b"]),
        // Another shell has options of its own.
        ("set -e\nbash -c 'false; a'\nb", &["set -e", "a", "b"]),
        ("bash -e -c 'false; a'\nb", &["b"]),
        ("set -e\na $(false; b)", &["set -e", "? b", "a $()"]),
    ];
    for (script, wanted) in table {
        assert_eq!(shown(script), *wanted, "{script}");
    }
}

#[test]
fn heredocs_are_given_to_their_commands() {
    let found = commands("cat <<-EOF\n\ta b\n\tEOF\nc");
    assert_eq!(found.first().and_then(|command| command.heredoc.as_deref()), Some("a b\n"));
    assert_eq!(found.len(), 2);
}

#[test]
fn variables() {
    let table: &[(&str, &[&str])] = &[
        ("S=x\na $S ${S}y '$S' \"$S z\"", &["a x xy $S x z"]),
        ("S='p q'\na $S \"$S\"", &["a p q p q"]),
        ("S=(p q)\nS+=(r)\nfor x in \"${S[@]}\"; do a $x; done", &["a p", "a q", "a r"]),
        ("S=p\nif t; then S=q; fi\na $S", &["t", "a $S"]),
        ("a $S", &["a $S"]),
        ("a {p,q}x", &["a px qx"]),
        ("S=$(echo p q)\na $S", &["echo p q", "a p q"]),
        ("S=p.service\na ${S%.service} ${T:-q}", &["a p $T"]),
        ("export S=p\na $S", &["a p"]),
    ];
    for (script, wanted) in table {
        assert_eq!(shown(script), *wanted, "{script}");
    }
}

#[test]
fn loops_and_cases() {
    let table: &[(&str, &[&str])] = &[
        ("for x in p q; do\n a $x\n b\ndone\nc", &["a p", "b", "a q", "b", "c"]),
        ("for x in p q; do for y in 1 2; do a $x ${y}z; done; done", &["a p 1z", "a p 2z", "a q 1z", "a q 2z"]),
        ("for x in p; do if t; then a $x; fi; done; b", &["t", "? a p", "b"]),
        ("for x in $all; do a $x; done; b", &["? a $x", "b"]),
        ("L='p q'\nfor x in $L; do a $x.service; done", &["a p.service", "a q.service"]),
        ("for x in p q; do a $x; break; done; b", &["a p", "b"]),
        ("for x in p q; do [ $x = p ] && continue; a $x; done", &["[ p = p ]", "[ q = p ]", "a q"]),
        ("for x in p q; do t -f && [ -f $x ] || continue; a $x; done; b", &["t -f", "[ -f p ]", "? a p", "t -f", "[ -f q ]", "? a q", "b"]),
        ("while read -r x; do a $x; done <<EOF\np\nq\nEOF", &["a p", "a q"]),
        ("printf '%s\\n' p q | while read x; do a $x; done", &["printf %s\\n p q", "a p", "a q"]),
        ("ls | while read x; do a $x; done", &["ls", "? a $x"]),
        ("echo p q | xargs a", &["echo p q", "a p q"]),
        ("echo p q | xargs -n1 -I{} a {}", &["echo p q", "a p q"]),
        ("ls | xargs a", &["ls", "a $input"]),
        ("i=0\nwhile [ $i -lt 3 ]; do a; i=$((i+1)); done\nb", &["[ 0 -lt 3 ]", "a", "[ $i -lt 3 ]", "? a", "b"]),
        ("i=0\nwhile [ $i -lt 3 ]; do a; ((i++)); done\nb", &["[ 0 -lt 3 ]", "a", "[ $i -lt 3 ]", "? a", "b"]),
        ("for ((i=0; i<3; i++)); do a; done\nb", &["? a", "b"]),
        ("while ! t; do a; done; b", &["t", "? a", "b"]),
        ("case $x in\n y) a ;;\n *) b ;;\nesac\nc", &["? a", "? b", "c"]),
        ("x=y\ncase $x in z) a ;; y|w) b ;; *) c ;; esac", &["b"]),
    ];
    for (script, wanted) in table {
        assert_eq!(shown(script), *wanted, "{script}");
    }
}

#[test]
fn functions_and_scripts() {
    let table: &[(&str, &[&str])] = &[
        ("f() {\n a\n}\nb", &["b"]),
        ("f() {\n a $1\n}\nb\nf x", &["b", "a x"]),
        ("function f {\n a\n}\n[ -f x ] && f", &["[ -f x ]", "? a"]),
        ("f() { local s=$1; a $s; }\ns=q\nf p\na $s", &["a p", "a q"]),
        ("f() { [ -f x ] && return; a; }\nf\nb", &["[ -f x ]", "? a", "b"]),
        ("[ -f x ] && exit\na", &["[ -f x ]", "? a"]),
        ("[ \"$(id -u)\" -ne 0 ] && exit 1\na", &["id -u", "[ 0 -ne 0 ]", "a"]),
        ("cd /x || exit 1\na", &["cd /x", "a"]),
        ("f() { f; a; }\nf", &["source $script", "a", "a", "a"]),
        ("eval 'a b'", &["a b"]),
        ("bash -c 'a; exit 1'\nb", &["a", "b"]),
        ("sudo -u root bash <<EOF\na\nEOF\nb", &["a", "b"]),
        ("echo 'a b' | sh", &["echo a b", "a b"]),
        ("cat > /tmp/x.sh <<'EOF'\n#!/bin/bash\na $1\nEOF\nchmod +x /tmp/x.sh\n/tmp/x.sh p", &["cat", "chmod +x /tmp/x.sh", "a p"]),
        ("echo a > /x\necho b >> /x\n. /x", &["echo a", "echo b", "a", "b"]),
        // What is read into the shell stays: functions, variables, and what leaves it.
        ("echo 'f() { a; }' > /x\nsource /x\nf", &["echo f() { a; }", "a"]),
        ("echo 'v=p' > /x\n. /x\na $v", &["echo v=p", "a p"]),
        ("echo 'f() { a; }' > /x\nbash /x\nf", &["echo f() { a; }", "f"]),
        ("echo 'a $1; return; b' > /x\n. /x p\nc", &["echo a $1; return; b", "a p", "c"]),
        ("echo 'exit' > /x\n. /x\nc", &["echo exit"]),
        ("echo '[ -f y ] && return; f() { a; }' > /x\n. /x\nf", &["echo [ -f y ] && return; f() { a; }", "[ -f y ]", "? a"]),
        ("bash /x", &["bash /x"]),
        ("trap 'a' EXIT\nb", &["b", "a"]),
        ("cloud-init-per once x a b", &["a b"]),
    ];
    for (script, wanted) in table {
        let found = shown(script);
        let found: Vec<_> = if script.starts_with("f() { f;") { found.into_iter().take(4).collect() } else { found };
        assert_eq!(found, *wanted, "{script}");
    }
}

#[test]
fn what_never_ends_is_cut() {
    let bomb = "f() { for x in 1 2 3 4 5 6 7 8 9; do f; f; done; }\nf\nsystemctl stop x";
    assert!(commands(bomb).iter().any(|command| command.words.first().is_some_and(|word| word == "source")));
    let _ = commands(&"$(".repeat(5_000));
    let _ = commands(&"{ ".repeat(5_000));
    let _ =
        commands("x=aaaaaaaa; x=$x$x$x$x$x$x$x$x; x=$x$x$x$x$x$x$x$x; x=$x$x$x$x$x$x$x$x; x=$x$x$x$x$x$x$x$x; x=$x$x$x$x$x$x$x$x; a $x");
}

#[test]
fn long_and_deep_scripts_do_no_harm() {
    for piece in ["a && ", "! ", "if a; then b; elif ", "f() ", "A=(", "( ", "a | ", "for x in a; do ", "$( ", "a $(b ", "${a:-"] {
        let _ = commands(&piece.repeat(20_000));
    }
}
