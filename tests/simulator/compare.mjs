// Random policy sets: what `ssm-check access` says of them, against the simulator of `@cloud-copilot/iam-simulate`.
//
//     node compare.mjs BINARY PLAN ROUNDS
//
// PLAN is one of Terraform's with one inline policy for each role; its policies are replaced. The simulator is found through NODE_PATH.
import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";

const { runSimulation } = createRequire(join(process.env.NODE_PATH, "x.js"))("@cloud-copilot/iam-simulate");
const [binary, planFile, rounds] = process.argv.slice(2);
const scratch = mkdtempSync(join(tmpdir(), "ssm-check-simulator-"));

// A generator that gives the same numbers every time: mulberry32.
function numbers(seed) {
  return () => {
    seed = (seed + 0x6d2b79f5) | 0;
    let t = Math.imul(seed ^ (seed >>> 15), 1 | seed);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}

const ACCOUNT = "123456789012";
const RESOURCES = [
  "*", "arn:aws:*:*:*:*", "arn:*:ssm:*:*:*", "arn:aws:ec2:*:*:instance/*", `arn:aws:ec2:eu-west-1:${ACCOUNT}:instance/*`,
  "arn:aws:ec2:us-*:*:instance/*", "arn:aws:ssm:*:*:document/*", "arn:aws:ssm:*:*:document/AWS-Start*",
  "arn:aws:ssm:*::document/AWS-StartPortForwardingSession", `arn:aws:ssm:*:${ACCOUNT}:document/AWS-StartPortForwardingSession*`,
  `arn:aws:ssm:*:${ACCOUNT}:document/SSM-SessionManagerRunShell`, "arn:aws:ssm:eu-*:*:document/AWS-StartSSHSession",
  "arn:aws:ssm:*:*:document/AWS-Start??????????????Session", "arn:aws:ecs:*:*:task/*", `arn:aws:iam::${ACCOUNT}:role/*`,
  "arn:aws:ssm:*:*:document/${aws:PrincipalTag/Doc, 'AWS-StartSSHSession'}",
];
const ACTIONS = ["ssm:StartSession", "ssm:StartSession", "ssm:StartSession", "ssm:*", "*", "ssm:Start*", "SSM:startsession", "ssm:?tartSession", "ec2:*"];
const KEYS = {
  "aws:ResourceTag/Env": ["dev", "prod", "p*"], "aws:resourcetag/env": ["dev", "Dev"], "ssm:resourceTag/Team": ["pay", "${aws:PrincipalTag/Team}"],
  "aws:ResourceTag/Nope": ["x"], "aws:PrincipalTag/Team": ["pay", "p*"], "aws:PrincipalTag/Nope": ["x"], "aws:RequestedRegion": ["eu-west-1", "eu-*"],
  "aws:PrincipalAccount": [ACCOUNT, "1*"], "aws:PrincipalType": ["AssumedRole", "User"], "aws:username": ["bob", "*"],
  "ec2:ResourceTag/Env": ["dev"], "ssm:PortNumber": ["22"],
};

function policies(random, count) {
  const one = (list) => list[Math.floor(random() * list.length)];
  const condition = () => {
    const draw = random();
    if (draw < 0.1) return [one(["DateLessThan", "DateGreaterThan", "DateNotEquals"]), "aws:CurrentTime", one(["2020-01-01T00:00:00Z", "2023-06-01"])];
    if (draw < 0.2) return [one(["NumericLessThan", "NumericGreaterThan", "DateLessThan"]), "aws:EpochTime", one(["1500000000", "1600000000"])];
    if (draw < 0.3) return [one(["ArnLike", "ArnNotLike", "StringLike"]), "aws:PrincipalArn", one([`arn:aws:iam::${ACCOUNT}:role/r1*`, "arn:aws:iam::*:user/*"])];
    if (draw < 0.4) return [one(["Bool", "BoolIfExists"]), one(["aws:SecureTransport", "ssm:SessionDocumentAccessCheck"]), one(["true", "false"])];
    const key = one(Object.keys(KEYS));
    if (draw < 0.45) return ["Null", key, one(["true", "false"])];
    const operator = one(["StringEquals", "StringNotEquals", "StringLike", "StringNotLike", "StringEqualsIgnoreCase"]);
    // Of ForAnyValue together with IfExists on a key that is absent, AWS's pages say two things; it is not drawn.
    return [draw < 0.5 ? `ForAllValues:${operator}` : draw < 0.6 ? `${operator}IfExists` : operator, key, one(KEYS[key])];
  };
  const statement = () => {
    const made = { Effect: random() < 0.33 ? "Deny" : "Allow", [random() < 0.06 ? "NotAction" : "Action"]: one(ACTIONS) };
    made[random() < 0.1 ? "NotResource" : "Resource"] = Array.from({ length: 1 + Math.floor(random() * 3) }, () => one(RESOURCES));
    for (let left = Math.floor(random() * 2.4); left > 0; left -= 1) {
      const [operator, key, value] = condition();
      made.Condition = { ...made.Condition, [operator]: { ...made.Condition?.[operator], [key]: value } };
    }
    return made;
  };
  return Array.from({ length: count }, () => ({ Version: "2012-10-17", Statement: Array.from({ length: 1 + Math.floor(random() * 4) }, statement) }));
}

// The simulator knows no ARN without an account: a number that nobody names stands for "none", in policies as in requests.
const OF_AWS = "000000000000";
const DOCUMENTS = {
  "AWS-StartPortForwardingSession": OF_AWS, "AWS-StartPortForwardingSessionToRemoteHost": OF_AWS, "AWS-StartSSHSession": OF_AWS,
  "SSM-SessionManagerRunShell": ACCOUNT,
};
const TARGETS = { "aws_instance.a": { Env: "dev", Team: "pay" }, "aws_instance.b": { Env: "prod" } };

async function allows(policy, role, resource, tags) {
  const contextVariables = {
    "aws:PrincipalArn": role, "aws:PrincipalAccount": ACCOUNT, "aws:PrincipalType": "AssumedRole", "aws:PrincipalTag/Team": "pay",
    "aws:PrincipalTag/Dept": "ops", "aws:RequestedRegion": "eu-west-1", "aws:SecureTransport": "true",
    "aws:CurrentTime": "2026-11-28T12:00:00Z", "aws:EpochTime": "1795867200",
  };
  for (const [tag, value] of Object.entries(tags)) {
    contextVariables[`aws:ResourceTag/${tag}`] = contextVariables[`ssm:resourceTag/${tag}`] = value;
  }
  const request = { action: "ssm:StartSession", principal: role, resource: { resource, accountId: ACCOUNT }, contextVariables };
  const answer = await runSimulation({ request, identityPolicies: [{ name: "p", policy }], serviceControlPolicies: [], resourceControlPolicies: [] }, {});
  if (answer.errors) throw new Error(JSON.stringify(answer.errors));
  return answer.overallResult === "Allowed";
}

let compared = 0, sets = 0, differences = 0;
for (let round = 0; round < Number(rounds); round += 1) {
  const plan = JSON.parse(readFileSync(planFile, "utf8"));
  const inline = plan.resource_changes.filter((change) => change.type === "aws_iam_role_policy");
  const drawn = policies(numbers(round), inline.length);
  for (const change of inline) change.change.after.policy = JSON.stringify(drawn[change.index]);
  const file = join(scratch, `${round}.json`);
  writeFileSync(file, JSON.stringify(plan));
  const rows = JSON.parse(execFileSync(binary, ["access", "--format", "json", "--source", "off", file], { encoding: "utf8", maxBuffer: 1 << 28 }));
  const ours = new Map(rows.map((row) => [[row.principal, row.target, row.document].join(" "), row.decision]));
  for (const [index, policy] of drawn.entries()) {
    sets += 1;
    const read = JSON.parse(JSON.stringify(policy).replaceAll(":ssm:*::document", `:ssm:*:${OF_AWS}:document`));
    const role = `arn:aws:iam::${ACCOUNT}:role/r${index}`;
    for (const [number, [target, tags]] of Object.entries(TARGETS).entries()) {
      const node = await allows(read, role, `arn:aws:ec2:eu-west-1:${ACCOUNT}:instance/i-0123456789abcde${number}0`, tags);
      for (const [document, account] of Object.entries(DOCUMENTS)) {
        const theirs = node && (await allows(read, role, `arn:aws:ssm:eu-west-1:${account}:document/${document}`, {})) ? "allowed" : "denied";
        const said = ours.get([`aws_iam_role.r[${index}]`, target, document].join(" ")) ?? "denied";
        compared += 1;
        if (said !== theirs) {
          differences += 1;
          console.log(`${target} ${document}: ${said}, and the simulator says ${theirs}: ${JSON.stringify(policy)}`);
        }
      }
    }
  }
}
console.log(`${sets} policy sets, ${compared} decisions, ${differences} differences`);
process.exitCode = differences === 0 ? 0 : 1;
