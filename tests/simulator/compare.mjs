// Random policy sets: what `ssm-check access` and `session` say of them, against the simulator of `@cloud-copilot/iam-simulate`.
// Half of the roles have a permissions boundary, all are under service control policies, and the resource control policy binds none.
//
//     node compare.mjs BINARY PLAN ROUNDS
//
// PLAN is that of `main.tf`; its policies are replaced. The simulator is found through NODE_PATH.
import { execFileSync, spawnSync } from "node:child_process";
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

// What policies of one round are made of.
function drawing(random) {
  const one = (list) => list[Math.floor(random() * list.length)];
  const some = (least, most, make) => Array.from({ length: least + Math.floor(random() * (most - least + 1)) }, make);
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
  const statement = (denies, conditions) => {
    const made = { Effect: random() < denies ? "Deny" : "Allow", [random() < 0.06 ? "NotAction" : "Action"]: one(ACTIONS) };
    made[random() < 0.1 ? "NotResource" : "Resource"] = some(1, 3, () => one(RESOURCES));
    for (const [operator, key, value] of some(conditions, 2, condition)) {
      made.Condition = { ...made.Condition, [operator]: { ...made.Condition?.[operator], [key]: value } };
    }
    return made;
  };
  const policy = (...statements) => ({ Version: "2012-10-17", Statement: statements });
  const all = { Effect: "Allow", Action: "*", Resource: "*" };
  const anything = () => policy(...some(1, 4, () => statement(0.33, 0)));
  return {
    identity: () => (random() < 0.5 ? policy(all, ...some(1, 3, () => statement(0.5, 0))) : anything()),
    boundary: () => (random() < 0.7 ? policy(all, ...some(1, 2, () => statement(1, 1))) : anything()),
    // One that lists what is allowed leaves open whether AWS's own is still there beside it.
    service: () => policy(statement(1, 2), ...(random() < 0.15 ? [statement(0, 0)] : [])),
    resource: () => policy({ ...statement(1, 0), Principal: "*" }),
  };
}

// The simulator knows no ARN without an account: a number that nobody names stands for "none", in policies as in requests.
const OF_AWS = "000000000000";
const DOCUMENTS = {
  "AWS-StartPortForwardingSession": OF_AWS, "AWS-StartPortForwardingSessionToRemoteHost": OF_AWS, "AWS-StartSSHSession": OF_AWS,
  "SSM-SessionManagerRunShell": ACCOUNT,
};
const IDS = { "aws_instance.a": "i-0123456789abcde00", "aws_instance.b": "i-0123456789abcde10" };
const TARGETS = { "aws_instance.a": { Env: "dev", Team: "pay" }, "aws_instance.b": { Env: "prod" } };

const FULL = { Version: "2012-10-17", Statement: [{ Effect: "Allow", Action: "*", Resource: "*" }] };
const named = (policies) => policies.map((policy, index) => ({ name: `p${index}`, policy }));

// Whether the simulator allows a session, with or without AWS's own control policy beside the others.
async function allows({ identity, boundary, service }, full, role, resource, tags) {
  const contextVariables = {
    "aws:PrincipalArn": role, "aws:PrincipalAccount": ACCOUNT, "aws:PrincipalType": "AssumedRole", "aws:PrincipalTag/Team": "pay",
    "aws:PrincipalTag/Dept": "ops", "aws:RequestedRegion": "eu-west-1", "aws:SecureTransport": "true",
    "aws:CurrentTime": "2026-11-28T12:00:00Z", "aws:EpochTime": "1795867200",
  };
  for (const [tag, value] of Object.entries(tags)) {
    contextVariables[`aws:ResourceTag/${tag}`] = contextVariables[`ssm:resourceTag/${tag}`] = value;
  }
  const request = { action: "ssm:StartSession", principal: role, resource: { resource, accountId: ACCOUNT }, contextVariables };
  const answer = await runSimulation({
    request,
    identityPolicies: named([identity]),
    ...(boundary && { permissionBoundaryPolicies: named([boundary]) }),
    serviceControlPolicies: [{ orgIdentifier: "r-abcd", policies: named(full ? [FULL, ...service] : service) }],
    resourceControlPolicies: [],
  }, {});
  if (answer.errors) throw new Error(JSON.stringify(answer.errors));
  return answer.overallResult === "Allowed";
}

// What the simulator says of both legs of a session; "unknown" where it depends on AWS's own control policy.
async function theirs(policies, role, [target, tags], [document, account]) {
  const lists = policies.service.some((policy) => policy.Statement.some((statement) => statement.Effect === "Allow"));
  const read = JSON.parse(JSON.stringify(policies).replaceAll(":ssm:*::document", `:ssm:*:${OF_AWS}:document`));
  const answers = new Set();
  for (const full of lists ? [true, false] : [true]) {
    const node = await allows(read, full, role, `arn:aws:ec2:eu-west-1:${ACCOUNT}:instance/${IDS[target]}`, tags);
    const both = node && (await allows(read, full, role, `arn:aws:ssm:eu-west-1:${account}:document/${document}`, {}));
    answers.add(both ? "allowed" : "denied");
  }
  return answers.size === 1 ? [...answers][0] : "unknown";
}

// What `session` says by its exit status; no target here is connected.
const OF_STATUS = { 0: "allowed", 1: "denied", 3: "unknown", 4: "allowed" };
function session(file, role, target, document) {
  const asked = ["session", "--as", role, "--target", target, "--document", document, "--source", "off", file];
  return OF_STATUS[spawnSync(binary, asked, { encoding: "utf8" }).status];
}

let compared = 0, sets = 0, sessions = 0, differences = 0;
const seen = { allowed: 0, denied: 0, unknown: 0 };
const differs = (who, what, policies) => {
  differences += 1;
  console.log(`${who}: ${what}: ${JSON.stringify(policies)}`);
};
for (let round = 0; round < Number(rounds); round += 1) {
  const plan = JSON.parse(readFileSync(planFile, "utf8"));
  const draw = drawing(numbers(round));
  const drawn = [], service = [];
  const put = (attribute, change, policy) => { change.change.after[attribute] = JSON.stringify(policy); return policy; };
  for (const change of plan.resource_changes) {
    const [kind, index] = [change.address.replace(/\[.*/, ""), change.index];
    if (kind === "aws_iam_role_policy.r") drawn[index] = { ...drawn[index], identity: put("policy", change, draw.identity()) };
    if (kind === "aws_iam_policy.boundary") {
      const boundary = put("policy", change, draw.boundary());
      if (index % 2 === 1) drawn[index] = { ...drawn[index], boundary };
    }
    if (kind === "aws_organizations_policy.service") service.push(put("content", change, draw.service()));
    if (kind === "aws_organizations_policy.resource") put("content", change, draw.resource());
  }
  const file = join(scratch, `${round}.json`);
  writeFileSync(file, JSON.stringify(plan));
  const { access: rows } = JSON.parse(execFileSync(binary, ["access", "--format", "json", "--source", "off", file], { encoding: "utf8", maxBuffer: 1 << 28 }));
  const ours = new Map(rows.map((row) => [[row.principal, row.target, row.document].join(" "), row.decision]));
  for (const [index, own] of drawn.entries()) {
    sets += 1;
    const [address, policies] = [`aws_iam_role.r[${index}]`, { ...own, service }];
    for (const target of Object.entries(TARGETS)) {
      for (const document of Object.entries(DOCUMENTS)) {
        const said = ours.get([address, target[0], document[0]].join(" ")) ?? "denied";
        const wanted = await theirs(policies, `arn:aws:iam::${ACCOUNT}:role/r${index}`, target, document);
        compared += 1;
        seen[wanted] += 1;
        const who = `${address} ${target[0]} ${document[0]}`;
        if (said !== wanted) differs(who, `${said}, and the simulator says ${wanted}`, policies);
        // One of `session` for every set, which is a process each.
        if (compared % 8 !== round % 8) continue;
        const alone = session(file, address, target[0], document[0]);
        sessions += 1;
        if (alone !== said) differs(who, `session says ${alone}, and access ${said}`, policies);
      }
    }
  }
}
console.log(`${sets} policy sets, ${compared} decisions ${JSON.stringify(seen)}, ${sessions} sessions, ${differences} differences`);
process.exitCode = differences === 0 ? 0 : 1;
