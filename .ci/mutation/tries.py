"""Tries mutations: on all fixtures in one program, then by the tests that reach them."""

import os
import struct
import subprocess
import time
from collections import defaultdict
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from tree import ENVIRONMENT, ROOT, TREE, WORK, note

# What the copy's own text, or the machine, would change; and what is tried case by case already.
NOT_TRIED = {"mutation", "findings", "sensitivity", "xtask"}
# Of a test that takes longer, seconds are better spent elsewhere.
LONGEST = 60


def programs(lines):
    """The test programs of a build, by the name of their package and their own: the program, and where it runs."""
    found = {}
    for line in lines:
        if line["reason"] == "compiler-artifact" and line["executable"] and line["profile"]["test"]:
            directory = Path(line["manifest_path"]).parent
            found[directory.name if directory != TREE else "", line["target"]["name"]] = (line["executable"], directory)
    return found


def on_fixtures(program, mutants, jobs, seconds):
    """For each mutation how many fixtures reach it, and what of them says something else."""
    record, wanted = WORK / "record", WORK / "wanted"
    if record.exists() and record.stat().st_mtime < os.stat(program).st_mtime:
        record.unlink()
    wanted.write_text("\n".join(str(mutant["id"]) for mutant in mutants))
    # Crashes and panics are what is looked for: nobody reads what they say.
    errors = None if not record.exists() else subprocess.DEVNULL
    command = [program, WORK, str(jobs), str(seconds)]
    outcomes = {}
    with subprocess.Popen(command, cwd=TREE, env=ENVIRONMENT, text=True, stdout=subprocess.PIPE, stderr=errors) as run:
        for line in run.stdout:
            number, reach, what, *by = line.rstrip("\n").split(" ", 3)
            dead, partly = (by[0], False) if what == "dead" else (None, bool(by))
            outcomes[int(number)] = {"reach": int(reach), "dead": dead, "partly": partly}
            if len(outcomes) % 100 == 0:
                note(f"{len(outcomes)} of {len(mutants)} tried on fixtures")
    return outcomes


def environment(directory, **more):
    """What cargo tells a test."""
    seed = os.environ.get("PROPTEST_RNG_SEED", "20261128")
    return {**ENVIRONMENT, "CARGO_MANIFEST_DIR": str(directory), "PROPTEST_RNG_SEED": seed, **more}


def ran(program, directory, names, seconds, **more):
    """Runs tests of a program: whether all passed, and the seconds it took."""
    begin = time.monotonic()
    command = ["nice", program, "--exact", *names, "--test-threads=1"]
    options = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL, "cwd": directory, "start_new_session": True}
    with subprocess.Popen(command, env=environment(directory, **more), **options) as run:
        try:
            good = run.wait(seconds) == 0
        except subprocess.TimeoutExpired:
            os.killpg(run.pid, 9)
            good = False
    return good, time.monotonic() - begin


def tests(found, jobs):
    """All tests that pass, each with its time and the mutations that it reaches."""
    keep = WORK / "tests"
    keep.mkdir(exist_ok=True)

    def test(of):
        key, name = of
        program, directory = found[key]
        file = keep / f"{Path(program).name} {name.replace('::', '.')}"
        took = file.with_name(file.name + " took")
        if not took.exists() or took.stat().st_mtime < os.stat(program).st_mtime:
            file.write_bytes(b"")
            good, seconds = ran(program, directory, [name], 10 * LONGEST, MUTANT_REACHED=str(file))
            took.write_text(str(seconds if good else -1))
        seconds, data = float(took.read_text()), file.read_bytes()
        return key, name, seconds, {number for number, in struct.iter_unpack("<I", data)}

    wanted = []
    for key, (program, directory) in found.items():
        if key[1] in NOT_TRIED:
            continue
        command = [program, "--list", "--format", "terse"]
        said = subprocess.run(command, cwd=directory, env=environment(directory), text=True, stdout=subprocess.PIPE, check=False)
        names = [line.removesuffix(": test") for line in said.stdout.splitlines() if line.endswith(": test")]
        wanted += [(key, name) for name in names]
    note(f"{len(wanted)} tests tell what they reach")
    with ThreadPoolExecutor(jobs) as pool:
        all_of_them = list(pool.map(test, wanted))
    failing = [f"{key[0]} {key[1]} {name}" for key, name, seconds, _ in all_of_them if seconds < 0]
    if failing:
        note("These fail without a mutation, and are not tried: " + ", ".join(failing))
    return [test for test in all_of_them if 0 <= test[2] <= LONGEST]


def by_tests(found, mutants, jobs, budget, done):
    """What tests say of mutations: which one fails, and how many reach it."""
    known = tests(found, jobs)

    def attempt(mutant):
        reaching = [test for test in known if mutant["id"] in test[3]]
        groups = defaultdict(list)
        for key, name, seconds, _ in reaching:
            # Quick tests of one program run together.
            groups[key, name if seconds > 0.3 else ""].append((name, seconds))
        own = mutant["crate"]
        order = sorted(groups.items(), key=lambda group: (group[0][0][0] != own, sum(seconds for _, seconds in group[1])))
        spent, skipped = 0.0, 0
        for (key, _), of in order:
            base = sum(seconds for _, seconds in of)
            if spent + base > budget:
                skipped += len(of)
                continue
            spent += base
            program, directory = found[key]
            good, _ = ran(program, directory, [name for name, _ in of], 20 + 10 * base, MUTANT=str(mutant["id"]))
            if not good:
                which = " ".join(part for part in (*key, of[0][0] if len(of) == 1 else "") if part)
                return done(mutant, {"tests": len(reaching), "dead": which})
        return done(mutant, {"tests": len(reaching), "dead": None, "skipped": skipped})

    with ThreadPoolExecutor(jobs) as pool:
        list(pool.map(attempt, mutants))


__all__ = ["ROOT", "by_tests", "on_fixtures", "programs"]
