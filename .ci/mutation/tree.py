"""The copy of the repository that has all mutations in it, and its build."""

import hashlib
import json
import os
import re
import subprocess
import sys
from collections import Counter
from pathlib import Path

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent.parent
WORK = ROOT / "target" / "mutants"
TREE = WORK / "tree"
STATE = WORK / "state.json"

ENVIRONMENT = {
    **{name: value for name, value in os.environ.items() if not name.startswith(("MUTANT", "UPDATE", "CARGO_"))},
    "CARGO_HOME": os.environ.get("CARGO_HOME", str(Path.home() / ".cargo")),
    "CARGO_TARGET_DIR": str(WORK / "build"),
    "CARGO_PROFILE_DEV_DEBUG": "false",
}


def note(text):
    print(text, file=sys.stderr, flush=True)


def run(*command, **options):
    return subprocess.run([str(part) for part in command], check=True, text=True, stdout=subprocess.PIPE, **options).stdout


def listed(crates):
    """What `cargo mutants` would try, each with a number that it keeps from run to run as long as its file stays as it is."""
    packages = [part for crate in crates for part in ("--package", f"ssm-check-{crate}")]
    try:
        mutants = json.loads(run("cargo", "mutants", "--list", "--json", *packages, cwd=ROOT))
    except subprocess.CalledProcessError:
        sys.exit("`cargo mutants --list` fails: cargo install cargo-mutants --locked")
    state = json.loads(STATE.read_text()) if STATE.exists() else {"numbers": {}, "left": {}}
    numbers, digests = state["numbers"], {}
    for mutant in mutants:
        file = mutant["file"]
        digests[file] = digests.get(file) or hashlib.sha256((ROOT / file).read_bytes()).hexdigest()[:16]
        mutant["key"] = f"{digests[file]} {mutant['name']}"
        mutant["id"] = numbers.setdefault(mutant["key"], len(numbers) + 1)
        mutant["crate"] = mutant["package"].removeprefix("ssm-check-")
    return mutants, state


def keep(state):
    WORK.mkdir(parents=True, exist_ok=True)
    STATE.write_text(json.dumps(state))


def replace(path, text):
    """A file that stays as it is keeps its time, and is not compiled again."""
    data = text if isinstance(text, bytes) else text.encode()
    if not path.is_file() or path.read_bytes() != data:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)


def copy(crates, woven):
    """Brings the copy up to date, but for the files that mutations are written into."""
    names = run("git", "ls-files", "-z", "--cached", "--others", "--exclude-standard", cwd=ROOT).split("\0")
    files = {name: (ROOT / name).read_bytes() for name in names if name and (ROOT / name).is_file()}
    manifests = {f"crates/{crate}/Cargo.toml" for crate in crates}
    for name, data in files.items():
        if name in manifests:
            data = data.replace(b"[dependencies]\n", b"[dependencies]\nmutant = { path = \"../mutant\" }\n")
        elif name == "Cargo.toml":
            # Lints say nothing of use here.
            data = data.replace(b'unsafe_code = "forbid"', b'unsafe_code = "allow"\nwarnings = "allow"')
            data = data.replace(b"[dev-dependencies]\n", b'[dev-dependencies]\nlibc = "0.2"\nmutant = { path = "crates/mutant" }\n')
            data += b'\n[[test]]\nname = "mutation"\npath = "tests/sensitivity/mutation.rs"\nharness = false\n'
            # A little optimisation pays off within minutes; what is not ours is as in any other build.
            for package in ("ssm-check", *(f"ssm-check-{path.parent.name}" for path in ROOT.glob("crates/*/Cargo.toml"))):
                if package != "ssm-check-xtask":
                    data += f"\n[profile.dev.package.{package}]\nopt-level = 1\n".encode()
        elif name.startswith("tests/") and name.endswith(".rs"):
            # Programs that tests start in a bare environment are told which mutation is on.
            data = data.replace(b".env_clear()", b".env_clear().envs(::mutant::passed())")
        if name != "Cargo.lock" and name not in woven:
            replace(TREE / name, data)
    if not (TREE / "Cargo.lock").exists():
        replace(TREE / "Cargo.lock", files["Cargo.lock"])
    replace(TREE / "tests/sensitivity/mutation.rs", (HERE / "driver.rs").read_bytes())
    for name in ("Cargo.toml", "src/lib.rs"):
        replace(TREE / "crates/mutant" / name, (HERE / "mutant" / name).read_bytes())
    ours = set(files) | {"Cargo.lock", "tests/sensitivity/mutation.rs", "crates/mutant/Cargo.toml", "crates/mutant/src/lib.rs"}
    for directory, _, names in os.walk(TREE):
        for name in names:
            path = Path(directory, name)
            if str(path.relative_to(TREE)) not in ours:
                path.unlink()


def weave(mutants, files):
    """Writes mutations into these files of the copy."""
    files = {file: [] for file in sorted(files)}
    for mutant in mutants:
        start = mutant["span"]["start"]
        entry = {name: mutant[name] for name in ("id", "genre", "replacement")}
        files[mutant["file"]].append({**entry, "line": start["line"], "column": start["column"]})
    manifest = HERE / "weave/Cargo.toml"
    environment = {**os.environ, "CARGO_TARGET_DIR": str(WORK / "weave")}
    run("cargo", "build", "--quiet", "--manifest-path", manifest, env=environment)
    wanted = json.dumps({"from": str(ROOT), "to": str(TREE), "files": files})
    return json.loads(run(WORK / "weave/debug/weave", input=wanted))


def messages(*command):
    """What cargo says of a build, as JSON."""
    done = subprocess.run(["nice", "cargo", *command, "--message-format=json"], cwd=TREE, env=ENVIRONMENT, text=True, stdout=subprocess.PIPE)
    lines = [json.loads(line) for line in done.stdout.splitlines() if line.startswith("{")]
    errors = [line["message"] for line in lines if line["reason"] == "compiler-message" and line["message"]["level"] == "error"]
    return done.returncode == 0, errors, lines


def spans(message):
    """All places of an error, the primary ones first."""
    found = []
    for part in [message, *message["children"]]:
        for span in sorted(part["spans"], key=lambda span: not span["is_primary"]):
            while span:
                found.append((span["file_name"], span["byte_start"], span["byte_end"]))
                span = span["expansion"] and span["expansion"]["span"]
    return found


def blamed(message, woven, by_id, again):
    """The mutations that an error is about."""
    places = spans(message)
    if (message.get("code") or {}).get("code") == "E0004":
        for file, start, end in places:
            for begin, stop, ids in woven["files"].get(file, {}).get("matches", []):
                if begin <= start and end <= stop and ids:
                    return ids
    for file, start, end in places:
        ranges = woven["files"].get(file, {}).get("ranges", [])
        within = [(stop - begin, number) for number, begin, stop in ranges if begin <= start and end <= stop]
        if within:
            return [min(within)[1]]
    # What was there before can be wrong too, once it stands in a branch. Lines are as they were.
    for part in [message, *message["children"]]:
        for span in part["spans"]:
            there = [number for number, _, _ in woven["files"].get(span["file_name"], {}).get("ranges", [])]
            on_line = [number for number in there if by_id[number]["span"]["start"]["line"] == span["line_start"]]
            if on_line:
                return on_line
    # The error is elsewhere in a function: first what stands in its place goes, then all the rest.
    for file, start, _ in places:
        ranges = woven["files"].get(file, {}).get("ranges", [])
        before = [(begin, number) for number, begin, _ in ranges if begin <= start and by_id[number]["genre"] == "FnValue"]
        if before:
            function = by_id[max(before)[1]]["function"]
            same = [mutant for mutant in by_id.values() if mutant["file"] == file and mutant["function"] == function]
            return [mutant["id"] for mutant in same if again or mutant["genre"] == "FnValue"]
    return []


def command(crates, all_tests):
    """What cargo is asked for. Always of the whole workspace, so that no third-party crate is built twice, with other features."""
    names = sorted(path.stem for crate in crates for path in (ROOT / "crates" / crate / "tests").glob("*.rs"))
    own = [part for name in ["mutation", *names] for part in ("--test", name)]
    return ["build", "--workspace", "--keep-going", *(["--tests"] if all_tests else own)]


def built(mutants, crates, state, all_tests):
    """Builds the copy without the mutations that no compiler takes; what cargo said of it."""
    left, by_id = state["left"], {mutant["id"]: mutant for mutant in mutants}
    files = {mutant["file"] for mutant in mutants}
    copy(crates, files)
    stuck = Counter()
    while True:
        woven = weave([mutant for mutant in mutants if mutant["key"] not in left], files)
        left.update({by_id[int(number)]["key"]: why for number, why in woven["left"].items()})
        good, errors, lines = messages(*command(crates, all_tests))
        keep(state)
        if good:
            return lines
        dropped = set()
        for error in errors:
            where = str(spans(error)[:1])
            stuck[where] += 1
            # Programs of one crate say the same of it.
            dropped.update(blamed(error, woven, by_id, stuck[where] > 4))
        note(f"{len(errors)} errors, {len(dropped)} mutations that do not compile")
        if not dropped:
            note("\n".join(error["rendered"] for error in errors[:10]))
            sys.exit("The copy does not compile.")
        left.update({by_id[number]["key"]: "unviable" for number in dropped})
