import { BASE_TOKENS } from "../tokens/base-tokens.js";
import { raw, writtenValue, type Draft } from "../tokens/draft.js";
import { ENTRA_KEYS, PUBLISHED_KEYS, v1Issuer, v2Issuer } from "../world/documents.js";
import { PAIRS } from "../world/keys.js";
import * as place from "../world/places.js";

const { CLIENT, CONSUMERS, PARTNER_CLIENT, PRO_ID, START, STARTER_ID, TENANT, TENANT_TWO, TOLERANCE } = place;

const words = (text: string): string[] => text.split(" ");
const STARTER = `api://${STARTER_ID}`;
/** Nested so deeply that whoever walks it by calling himself falls. */
const DEEP = raw(`${"[".repeat(5_400)}${"]".repeat(5_400)}`);
const ODD_CLIENTS = [CLIENT, PARTNER_CLIENT, "", null, 7, [CLIENT], "adele"];
const GRAPH = "00000003-0000-0000-c000-000000000000";

/** Values that matter somewhere, by member: every one that a good token has, and near misses that an attacker tries. */
export const KNOWN: Readonly<Record<keyof Draft, Readonly<Record<string, readonly unknown[]>>>> = {
  header: withNearMisses("header", {
    alg: [
      ...words(
        "none None nOnE rs256 RS384 RS512 PS256 PS384 HS256 HS512 ES256 ES384 ES256K EdDSA Ed25519 dir",
      ),
      ...["", "RS256 ", ["RS256"], ["none"], null, 256, DEEP],
    ],
    kid: [
      ...[...ENTRA_KEYS, ...PUBLISHED_KEYS].map(({ kid }) => kid ?? ""),
      ...["unknown", "../../dev/null", "' OR 1=1 --", "entra-any\0", "https://attacker.example/key"],
      ...[256, 257, 10_000].map((length) => "k".repeat(length)),
      ...[0, 1, null, true, {}, [], ["entra-any"], { kid: "entra-any" }],
    ],
    typ: [
      ...words("jwt JWT at+jwt AT+JWT application/jwt application/AT+JWT logout+jwt dpop+jwt JOSE"),
      ...["", null, ["JWT"], 1],
    ],
    crit: [[], ["b64"], ["exp"], ["alg"], ["crit"], ["b64", "b64"], ["urn:x"], "b64", null, {}, 0, [""]],
    b64: [true, false, "true", 0, null],
    jwk: [PAIRS.attacker.jwk, PAIRS.ours.jwk, null],
    jku: ["https://attacker.example/keys", "http://169.254.169.254/", "file:///etc/passwd"],
    x5u: ["https://attacker.example/certificate"],
    x5c: [["MIIB"], []],
    zip: ["DEF", null],
    enc: ["A256GCM", "none"],
    nonce: ["abc", "", null],
    cty: ["JWT", "application/json"],
  }),
  claims: withNearMisses("claims", {
    iss: [
      ...[v2Issuer(CONSUMERS), v2Issuer("{tenantid}"), `${v2Issuer(TENANT)}/`, v1Issuer(TENANT).slice(0, -1)],
      v2Issuer(TENANT).replace(".com", ".com.attacker.example"),
      v2Issuer(TENANT).replace("https", "http"),
      v2Issuer(TENANT).replace("//", "//attacker@"),
      ...[v2Issuer(`${TENANT_TWO}/../${TENANT}`), "", null, {}, [v2Issuer(TENANT)], DEEP],
    ],
    tid: [
      ...[CONSUMERS, "common", "organizations", "{tenantid}", "", null, `${TENANT}/../${TENANT_TWO}`],
      ...[[TENANT], DEEP],
    ],
    aud: [
      ...[GRAPH, "https://graph.microsoft.com", `spn:${STARTER_ID}`, CLIENT, "", "*", null, {}, DEEP],
      ...[[], [PRO_ID], [STARTER_ID], [STARTER], [PRO_ID, 1], [[PRO_ID]], ["other", PRO_ID]],
      ...[[PRO_ID, STARTER], [STARTER, PRO_ID], "https://pro.example.com//", `${PRO_ID}/`],
    ],
    exp: times(START + 1),
    nbf: times(START - 1),
    iat: times(START - 1),
    ver: ["1.0", "2.0", "1", "2", 1, 2, "3.0", "2.00", " 2.0", ["2.0"], "", null, DEEP],
    azp: ODD_CLIENTS,
    appid: ODD_CLIENTS,
    client_id: [...ODD_CLIENTS, DEEP],
    oid: ["", null, "same", CLIENT],
    sub: ["", null, "same", CLIENT, [CLIENT], 7],
    idtyp: ["app", "user", "device", "App", "", null, ["app"], true, DEEP],
    scp: [
      "",
      " ",
      ...words("Orders.Write Orders.Read Orders Orders.WriteX orders.write"),
      ["Orders.Write"],
      null,
    ],
    scope: ["", "Orders.Write", ["Orders.Write"], "Orders.Write\u00a0x", { 0: "Orders.Write" }],
    roles: [
      ...["Product.Starter.All", "Product.Pro.All", "Product.Pro.All Auditor", "", null, DEEP],
      ...[[], ["Product.Starter.All"], ["Product.Pro.All"], ["Product.Pro.All", "Auditor"], ["Auditor"]],
      ...[["Product.Pro.All", 7], [["Product.Pro.All"]], { "Product.Pro.All": true }, ["product.pro.all"]],
      [...["Product..All", "__proto__"], ...Array.from({ length: 400 }, (_, i) => `Role ${i}`)],
    ],
    plan: [...words("gold golden silver"), ["gold"], { gold: true }, null, "", [["gold"]], [DEEP], DEEP],
    cnf: [{ jkt: "abc" }, null, {}, ""],
    groups: [["a"], "a", 7],
    _claim_names: [{ groups: "src1" }, null],
    uti: ["uti", 7, { a: 1 }, "with\nnewline and \u001b[31mred", "x".repeat(500)],
    jti: ["jti", 7, "with\nnewline"],
  }),
};

// Around the two ends of a token's life, and around the ends of numbers.
function times(usual: number): readonly unknown[] {
  const ends = [-TOLERANCE, 0, TOLERANCE].flatMap((by) => [START + by - 1, START + by, START + by + 1]);
  const edges = [0, -1, 1, START * 1000, 2 ** 53 - 1, 2 ** 53, 1e308, START + 0.5, START - TOLERANCE + 0.5];
  const odd = [String(usual), "", null, true, [usual], {}];
  return [...ends, ...edges, ...odd, ...words("-0 1e400 -1e400 1E9").map(raw)];
}

function withNearMisses(
  of: keyof Draft,
  nearMisses: Readonly<Record<string, readonly unknown[]>>,
): Readonly<Record<string, readonly unknown[]>> {
  const values = new Map(Object.keys(nearMisses).map((name) => [name, new Map<string, unknown>()]));
  for (const [name, value] of BASE_TOKENS.flatMap((base) => base[of])) {
    // What nobody reads needs no more than one value.
    if (!values.has(name)) values.set(name, new Map());
    if (Object.hasOwn(nearMisses, name) || values.get(name)!.size === 0) {
      values.get(name)!.set(writtenValue(value), value);
    }
  }
  for (const [name, all] of Object.entries(nearMisses)) {
    for (const value of all) values.get(name)!.set(writtenValue(value), value);
  }
  return Object.fromEntries([...values].map(([name, all]) => [name, [...all.values()]]));
}
