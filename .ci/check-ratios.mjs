// What our checks cost in units of what they cannot do without: one raw signature check, one bare SHA-256. Ratios are
// the same on every machine, times are not; and as even a ratio wavers where much else is running, only one far beyond
// its target fails. `npm run bench` measures with care, beside the peers, and over HTTP.
import { createPublicKey, hash, verify } from "node:crypto";
import { createProductAuth } from "@product-auth/core";
import { startEntra } from "@product-auth/emulator";

const ROUNDS = 40;
/** Microseconds of CPU that one contender takes in one round, about. */
const SPAN = 12_000;
const TOKENS = 2_000;
const KEY_FIELD = "Ocp-Apim-Subscription-Key";
const KEY = "pask_0123456789abcdefghijABCDEFGHIJ0123456789";

const entra = await startEntra({ products: { pro: {} }, clients: { contoso: { products: ["pro"] } } });
const wish = { client: "contoso", product: "pro", lifetime: 86_400 };
const tokens = [];
while (tokens.length < TOKENS) tokens.push(await entra.tokenFor(wish));
const { keys } = await (await fetch(`${entra.origin}/${entra.tenantId}/discovery/v2.0/keys`)).json();
const key = createPublicKey({ key: keys.find(({ kid }) => kid === entra.keys.signingKid), format: "jwk" });

const [remembering, forgetting] = await Promise.all([TOKENS, TOKENS / 2].map(instance));
await entra.close();

async function instance(tokenCacheSize) {
  const auth = createProductAuth({
    tenantId: entra.tenantId,
    authorityHost: entra.origin,
    products: { pro: { audience: entra.products.pro.audience, accepts: ["token", "key"] } },
    subscriptions: [{ id: "contoso", scope: "/products/pro", primaryKey: KEY }],
    signingKeys: { timeout: 60 },
    tokenCacheBytes: 256 * 1024 * 1024,
    tokenCacheSize, // half of what comes in turn: what comes next has always been forgotten
  });
  await auth.ready();
  return auth;
}

/** A request with this field, just read as from a socket: nobody knows its hash, and it stands in memory of its own. */
function requestWith(name, bytes) {
  const rawHeaders = ["Host", "localhost", "Accept", "*/*"];
  if (bytes !== undefined) rawHeaders.push(name, bytes.toString("latin1"));
  return { method: "GET", url: "/orders", rawHeaders };
}

/** Works through requests in turn; `auth` undefined only makes them. */
function requests(auth, outcome, name, texts) {
  const fields = texts.map((text) => text && Buffer.from(text, "latin1"));
  const requirement = auth?.requirement({ product: "pro" });
  let next = 0;
  return () => {
    const request = requestWith(name, fields[next++ % fields.length]);
    if (auth === undefined) return;
    const view = auth.viewOf(request);
    const decision = auth.authorize(view, requirement);
    if (decision.outcome !== outcome) throw new Error(`${decision.outcome ?? "a promise"}, not ${outcome}`);
    if (outcome === "refuse") auth.answer(decision, requirement, view);
  };
}

function signatureChecks() {
  const taken = tokens.map((token) => {
    const dot = token.lastIndexOf(".");
    return [Buffer.from(token.slice(0, dot), "latin1"), Buffer.from(token.slice(dot + 1), "base64url")];
  });
  let next = 0;
  return () => {
    const [data, signature] = taken[next++ % TOKENS];
    if (!verify("RSA-SHA256", data, key, signature)) throw new Error("a good signature does not hold");
  };
}

/** The same token with one bit of its signature turned. */
function spoilt(token) {
  const dot = token.lastIndexOf(".");
  const signature = Buffer.from(token.slice(dot + 1), "base64url");
  signature[128] ^= 1;
  return `${token.slice(0, dot)}.${signature.toString("base64url")}`;
}

const bearer = tokens.map((token) => `Bearer ${token}`);
const bad = tokens.map((token) => `Bearer ${spoilt(token)}`);
const keyBytes = Buffer.from(KEY, "latin1");
const contenders = {
  verify: signatureChecks(),
  sha256: () => hash("sha256", keyBytes.toString("latin1"), "base64url"),
  aKey: () => keyBytes.toString("latin1"),
  nothingSent: requests(undefined, undefined, undefined, [undefined]),
  aKeySent: requests(undefined, undefined, KEY_FIELD, [KEY]),
  aTokenSent: requests(undefined, undefined, "Authorization", bearer),
  warm: requests(remembering, "admit", "Authorization", bearer.slice(0, 1)),
  warmMany: requests(remembering, "admit", "Authorization", bearer),
  cold: requests(forgetting, "admit", "Authorization", bearer),
  key: requests(remembering, "admit", KEY_FIELD, [KEY]),
  none: requests(remembering, "refuse", undefined, [undefined]),
  badSignature: requests(remembering, "refuse", "Authorization", bad),
};

/** Microseconds of CPU of one time. */
function cost(work, times) {
  const start = process.cpuUsage();
  for (let i = 0; i < times; i++) work();
  const { user, system } = process.cpuUsage(start);
  return (user + system) / times;
}

// Round by round, all in every round, and of each the best: what else the machine does can only add to it.
const best = {};
const times = {};
for (const [name, work] of Object.entries(contenders)) {
  cost(work, TOKENS); // compiled, and remembered
  times[name] = Math.ceil(SPAN / Math.max(cost(work, TOKENS), 0.05));
}
for (let round = 0; round < ROUNDS; round++) {
  for (const [name, work] of Object.entries(contenders))
    best[name] = Math.min(best[name] ?? Infinity, cost(work, times[name]));
}
await Promise.all([remembering.close(), forgetting.close()]);

const { verify: V, nothingSent, aKeySent, aTokenSent } = best;
const digest = best.sha256 - best.aKey;
/** What is measured, what we aim at, and beyond which multiple of that the step fails. */
const ratios = [
  ["a known token / crypto.verify", (best.warm - aTokenSent) / V, 0.05, 4],
  ["one of 2,000 known tokens / crypto.verify", (best.warmMany - aTokenSent) / V, 0.1, 4],
  ["a new token / crypto.verify", (best.cold - aTokenSent) / V, 1.35, 2],
  ["a key / SHA-256", (best.key - aKeySent) / digest, 2.5, 4],
  ["no credential / crypto.verify", (best.none - nothingSent) / V, 0.15, 4],
  ["a bad signature / crypto.verify", (best.badSignature - aTokenSent) / V, 1.4, 2],
];

console.log(`crypto.verify ${V.toFixed(1)} µs, SHA-256 ${digest.toFixed(2)} µs of CPU\n`);
console.log(`${"".padEnd(44)}${"ratio".padStart(7)}${"target".padStart(9)}${"fails at".padStart(11)}`);
for (const [name, ratio, target, margin] of ratios) {
  const verdict = ratio > target * margin ? "FAILED" : ratio > target ? "over its target" : "";
  const figures = `${ratio.toFixed(3).padStart(7)}${target.toFixed(2).padStart(9)}${(target * margin).toFixed(2).padStart(11)}`;
  console.log(`${name.padEnd(44)}${figures}  ${verdict}`.trimEnd());
  if (verdict === "FAILED") process.exitCode = 1;
}
