#!/usr/bin/env python3
"""Records what Terraform makes of the questions of rows.py: run `./record.py` with Terraform 1.11 on the PATH; it needs no network.

Writes, in this directory,
  plan.json      `terraform show -json` of a plan of main.tf,
  known.jsonl    a question and its answer a line, of those in which all is known,
  open.jsonl     a question, what the plan tells, and the answer after each apply of WORLDS; the first line has the ids of each apply.
  types.jsonl    of variables of a module the type, other arguments, and what the call gives, and then as in open.jsonl.
An answer is written as Terraform writes it, with its type: `tolist(["a"])`. It is null where Terraform refuses. A plan tells all ("known"),
a part ("part") or nothing ("open"), or refuses (null). A question that Terraform does not come to evaluate stands alone.
"""

import json
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile

sys.dont_write_bytecode = True
import rows

HERE = pathlib.Path(__file__).resolve().parent
# What the values turn out to be.
WORLDS = [
    {"text": "b", "number": 1, "bool": True, "list": "b,a", "any": {"a": 1}, "nothing": None},
    {"text": "", "number": -2, "bool": False, "list": "", "any": ["x"], "nothing": None},
    {"text": "1", "number": 0, "bool": True, "list": "b", "any": None, "nothing": "b"},
]
REFUSED = "(refused by Terraform)"
NEVER = object()
IN_ONE_OUTPUT = 50


class Digits(str):
    """A number, as it is written."""


def terraform(dir, *arguments, check=True):
    run = subprocess.run(["terraform", *arguments], cwd=dir, capture_output=True, text=True)
    assert run.returncode == 0 or not check, (run.stderr + run.stdout)[:4000]
    return run.stdout


def read(text):
    return json.loads(text, parse_int=Digits, parse_float=Digits)


def shown(value, of):
    """A value as Terraform writes it."""
    if value is None:
        return "null"
    if isinstance(of, str):
        if isinstance(value, bool):
            return "true" if value else "false"
        # Of a fraction that does not end the first digits tell it from any other.
        digits = value if len(value) < 45 else value[:40] + "…"
        return digits if isinstance(value, Digits) else json.dumps(value, ensure_ascii=False)
    kind, inner = of
    if kind in ("list", "set"):
        return f"to{kind}([{', '.join(shown(one, inner) for one in value)}])"
    if kind == "tuple":
        return f"[{', '.join(map(shown, value, inner))}]"
    members = ", ".join(f"{json.dumps(key, ensure_ascii=False)} = {shown(value[key], inner if kind == 'map' else inner[key])}" for key in sorted(value))
    return f"tomap({{{members}}})" if kind == "map" else f"{{{members}}}"


class Root:
    """A copy of main.tf, to which outputs are added."""

    def __init__(self):
        self.dir = pathlib.Path(tempfile.mkdtemp(prefix="console-"))
        shutil.copy(HERE / "main.tf", self.dir)
        terraform(self.dir, "init", "-no-color", "-input=false")

    def ask(self, questions, form):
        """Writes outputs of some questions each, and tells the place of each question. To show a mistake takes long in a long file."""
        for old in self.dir.glob("outputs-*.tf"):
            old.unlink()
        where = {}
        for start in range(0, len(questions), IN_ONE_OUTPUT):
            text, name = f'output "o{start}" {{\n  sensitive = true\n  value = [\n', f"outputs-{start}.tf"
            for at, question in enumerate(questions[start:start + IN_ONE_OUTPUT], start):
                before = text.count("\n") + 1
                text += form.format(question + "\n") + ",\n"
                where.update({(name, line): at for line in range(before, text.count("\n") + 1)})
            (self.dir / name).write_text(text + "  ]\n}\n")
        return where

    def readable(self, questions):
        """Those that Terraform can read, and all of whose names there are."""
        # Of what does not parse it tells for each file, and then looks no further.
        alone = self.dir / "alone"
        alone.mkdir()
        for at, question in enumerate(questions):
            (alone / f"{at}.tf").write_text(f'output "o{at}" {{\n  value = {question}\n}}\n')
        (alone / "end.tf").write_text("=\n")
        found = json.loads(terraform(alone, "validate", "-json", check=False))["diagnostics"]
        shutil.rmtree(alone)
        bad = {one["range"]["filename"].removesuffix(".tf") for one in found}
        questions = [question for at, question in enumerate(questions) if str(at) not in bad]
        return set(self.sound(questions, "try({}, null)"))

    def sound(self, questions, form, options=()):
        """Those that Terraform does not refuse."""
        while True:
            where = self.ask(questions, form)
            lines = terraform(self.dir, "plan", "-json", "-input=false", *options, check=False).splitlines()
            found = [one["diagnostic"] for one in map(json.loads, lines) if one["type"] == "diagnostic" and one["@level"] == "error"]
            if not found:
                return questions
            bad = {where[one["range"]["filename"], one["range"]["start"]["line"]] for one in found}
            questions = [question for at, question in enumerate(questions) if at not in bad]

    def remove(self):
        shutil.rmtree(self.dir)


def in_order(outputs, part):
    return [one for start in sorted((int(name[1:]) for name in outputs)) for one in part(outputs[f"o{start}"])]


def applied(questions, world):
    """The answers after an apply, and the ids that it gave."""
    root = Root()
    hidden = ["-var", "hidden=" + json.dumps(world)]
    # Once there are ids, all is known in a plan.
    terraform(root.dir, "apply", "-no-color", "-input=false", "-auto-approve", *hidden)
    # What is infinite cannot be written, and `format` of a null without a type is never known.
    changes = plan(root, questions, "try(abs(tonumber({})) > 1e100000, false)", hidden)["output_changes"]
    infinite = in_masks(changes, questions)
    finite = [question for question, (is_infinite, _) in zip(questions, infinite) if is_infinite is False]
    never = {question for question, (_, unknown) in zip(questions, infinite) if unknown}
    values = planned(root, finite, f'try({{}}, "{REFUSED}")', hidden)
    answers = in_order(values["outputs"], lambda output: [None if one == REFUSED else shown(one, of) for one, of in zip(output["value"], output["type"][1])])
    root.remove()
    answers = dict(zip(finite, answers))
    ids = {resource["address"]: resource["values"]["id"] for resource in values["root_module"]["resources"]}
    return [answers[question] if question in answers else NEVER if question in never else "∞" for question in questions], ids


def plan(root, questions, form, options=()):
    root.ask(questions, form)
    terraform(root.dir, "plan", "-no-color", "-input=false", "-out=plan", *options)
    return read(terraform(root.dir, "show", "-json", "plan"))


def planned(root, questions, form, options):
    return plan(root, questions, form, options)["planned_values"]


def told(after, unknown):
    """Whether the plan tells all, a part or nothing."""
    def leaves(mask, value):
        if mask is True:
            return {False}
        inner = [(one, value[at] if len(value) > at else None) for at, one in enumerate(mask)] if isinstance(mask, list) and isinstance(value, list) else \
            [(one, value.get(key)) for key, one in mask.items()] if isinstance(mask, dict) and isinstance(value, dict) else None
        if not inner:
            return {True}
        return set().union(*(leaves(one, other) for one, other in inner))
    if unknown is True:
        return "open"
    known = leaves(unknown, after)
    return "known" if known == {True} else "part"


def masks(change, count):
    """For each question of an output the value and what is not known of it."""
    after, unknown = change.get("after"), change.get("after_unknown")
    if unknown is True:
        return [(None, True)] * count
    if not isinstance(unknown, list):
        unknown = [False] * count
    return [(after[at] if at < len(after) else None, unknown[at] if at < len(unknown) else False) for at in range(count)]


def in_masks(changes, questions):
    """For each question the value and what is not known of it."""
    starts = range(0, len(questions), IN_ONE_OUTPUT)
    return [pair for start in starts for pair in masks(changes[f"o{start}"], len(questions[start:start + IN_ONE_OUTPUT]))]


def of_plan(root, questions):
    """What the plan tells of each question."""
    sound = root.sound(questions, "{}")
    pairs = in_masks(plan(root, sound, "{}")["output_changes"], sound)
    tells = dict(zip(sound, (told(*pair) for pair in pairs)))
    return [tells.get(question) for question in questions]


class Typed(Root):
    """A copy of main.tf with calls of modules that hand their variables back."""

    def __init__(self, count):
        super().__init__()
        for start in range(0, count, IN_ONE_OUTPUT):
            (self.dir / f"m{start}").mkdir()
            (self.dir / f"call-{start}.tf").write_text(f'module "m{start}" {{\n  source = "./m{start}"\n}}\n')
        terraform(self.dir, "get")

    def ask(self, questions, form):
        for old in self.dir.glob("call-*.tf"):
            old.unlink()
        where = {}
        for start in range(0, len(questions), IN_ONE_OUTPUT):
            call, module, line = [f'module "m{start}" {{\n  source = "./m{start}"\n'], [], 1
            for nth, (of, other, given, at) in enumerate(questions[start:start + IN_ONE_OUTPUT], start):
                other = other.replace("NAME", f"v{at}")
                where[f"call-{start}.tf", len(call) + 2] = nth
                call.append("\n" if given is None else f"  v{at} = {given}\n")
                module.append(f'variable "v{at}" {{\n  type = {of}\n  {other}\n}}\noutput "o{at}" {{\n  value = var.v{at}\n  sensitive = true\n}}\n')
                end = line + module[-1].count("\n")
                where.update({(f"m{start}/main.tf", each): nth for each in range(line, end)})
                line = end
            output = f'}}\noutput "a{start}" {{\n  value = module.m{start}\n  sensitive = true\n}}\n'
            (self.dir / f"call-{start}.tf").write_text("".join(call) + output)
            (self.dir / f"m{start}/main.tf").write_text("".join(module))
        return where


def types(questions):
    """What Terraform makes of variables."""
    root = Typed(len(questions))
    sound = root.sound([(*question, at) for at, question in enumerate(questions)], None)
    tells = {}
    for change in plan(root, sound, None)["output_changes"].values():
        after, unknown = change.get("after") or {}, change.get("after_unknown")
        for name in {*after, *(unknown if isinstance(unknown, dict) else [])}:
            tells[name] = told(after.get(name), unknown.get(name, False) if isinstance(unknown, dict) else unknown)
    worlds = []
    for world in WORLDS:
        hidden = ["-var", "hidden=" + json.dumps(world)]
        root.ask([], None)
        terraform(root.dir, "apply", "-no-color", "-input=false", "-auto-approve", *hidden)
        values = planned(root, root.sound(sound, None, hidden), None, hidden)
        answers = {name: shown(value, output["type"][1][name]) for output in values["outputs"].values() for name, value in output["value"].items()}
        worlds.append((answers, {resource["address"]: resource["values"]["id"] for resource in values["root_module"]["resources"]}))
        (root.dir / "terraform.tfstate").unlink()
    root.remove()
    taken = {question[3] for question in sound}
    lines = []
    for at, question in enumerate(questions):
        answers = [answers.get(f"o{at}") for answers, _ in worlds]
        known = [tells.get(f"o{at}", "open"), *(answers if len(set(answers)) > 1 else answers[:1])]
        lines.append([*question, *(known if at in taken else [None])])
    return lines, [ids for _, ids in worlds]


def write(name, lines):
    with open(HERE / name, "w") as file:
        for line in lines:
            file.write(json.dumps(line, ensure_ascii=False, separators=(",", ":")) + "\n")


def main():
    version = json.loads(subprocess.run(["terraform", "version", "-json"], capture_output=True, text=True).stdout)["terraform_version"]
    header = {"recorded_by": "record.py", "terraform": version}
    root = Root()
    terraform(root.dir, "plan", "-no-color", "-input=false", "-out=plan")
    (HERE / "plan.json").write_text(terraform(root.dir, "show", "-json", "plan"))

    known = rows.known()
    readable = root.readable(known)
    asked = [question for question in known if question in readable]
    answers = dict(zip(asked, applied(asked, WORLDS[0])[0]))
    write("known.jsonl", [header] + [[question, answers[question]] if question in answers else [question] for question in known if answers.get(question) is not NEVER])

    opened = rows.opened()
    readable = root.readable(opened)
    asked = [question for question in opened if question in readable]
    tells = dict(zip(asked, of_plan(root, asked)))
    worlds = [applied(asked, world) for world in WORLDS]
    after = {question: [answers[at] for answers, _ in worlds] for at, question in enumerate(asked)}
    lines = []
    for question in opened:
        if NEVER in after.get(question, []):
            continue
        line = [question, tells.get(question), *after.get(question, [])] if question in readable else [question]
        lines.append(line[:3] if len(set(line[2:])) == 1 else line)
    write("open.jsonl", [{**header, "ids": [ids for _, ids in worlds]}] + lines)
    root.remove()
    lines, ids = types(rows.typed())
    write("types.jsonl", [{**header, "ids": ids}] + lines)
    print(f"{len(known)} questions in which all is known, {len(opened)} in which something is not")


main()
