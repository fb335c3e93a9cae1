import { createPublicKey, type JsonWebKey } from "node:crypto";
import { kindOf } from "./algorithms.js";
import type { SigningKey, SigningKeys } from "./signing-keys.js";
import { own, type JsonObject } from "../../../lib/json-object.js";

/** Imports a key of a published set; returns a string with the reason when it must not, or cannot, be used. */
export function importJwk(jwk: unknown, known: SigningKeys | undefined): SigningKey | string {
  if (typeof jwk !== "object" || jwk === null || Array.isArray(jwk)) return "not a JSON object";
  const flaw = flawOf(jwk as JsonObject);
  if (flaw !== undefined) return flaw;
  const described = describe(jwk as JsonObject);
  const same = described.kid === undefined ? undefined : known?.byKid.get(described.kid);
  return same?.find((key) => isSame(key, described)) ?? imported(jwk as JsonObject, described);
}

const PUBLIC_MEMBERS = ["kty", "crv", "n", "e", "x", "y"];

type Description = Omit<SigningKey, "key" | "kind">;

// Writers such as .NET's write a member that they have no value for as null: it counts as absent.
function valueOf(jwk: JsonObject, name: string): unknown {
  return own(jwk, name) ?? undefined;
}

function textOf(jwk: JsonObject, name: string): string | undefined {
  const value = valueOf(jwk, name);
  return typeof value === "string" ? value : undefined;
}

function flawOf(jwk: JsonObject): string | undefined {
  // Public keys only: an `oct` key in a public document is a published secret.
  if (textOf(jwk, "kty") === "oct") return "kty oct, a published secret";
  // A member of the wrong type must not be treated as absent.
  const odd = ["kid", "use", "alg", "issuer"].find(
    (name) => valueOf(jwk, name) !== undefined && textOf(jwk, name) === undefined,
  );
  if (odd !== undefined) return `${odd} is not a string`;
  if ((textOf(jwk, "use") ?? "sig") !== "sig") return "use is not sig";
  // RFC 7517 §4.3: a key that names its operations serves no other.
  const operations = valueOf(jwk, "key_ops");
  if (operations !== undefined && !(Array.isArray(operations) && operations.includes("verify")))
    return "key_ops without verify";
  return undefined;
}

function describe(jwk: JsonObject): Description {
  const text = (name: string) => textOf(jwk, name);
  const [kid, algorithm, issuer, cloud] = ["kid", "alg", "issuer", "cloud_instance_name"].map(text);
  const [x5t, x5tS256] = ["x5t", "x5t#S256"].map(text);
  return {
    material: PUBLIC_MEMBERS.map((name) => text(name) ?? "").join("."),
    ...(kid !== undefined && { kid }),
    ...(algorithm !== undefined && { algorithm }),
    ...(text("use") === "sig" && { use: "sig" as const }),
    ...(x5t !== undefined && { x5t }),
    ...(x5tS256 !== undefined && { x5tS256 }),
    ...(issuer !== undefined && { issuer }),
    ...(cloud !== undefined && { cloud }),
  };
}

const isSame = (key: SigningKey, described: Description): boolean =>
  key.material === described.material &&
  key.algorithm === described.algorithm &&
  key.use === described.use &&
  key.x5t === described.x5t &&
  key.x5tS256 === described.x5tS256 &&
  key.issuer === described.issuer &&
  key.cloud === described.cloud;

function imported(jwk: JsonObject, described: Description): SigningKey | string {
  try {
    const members = Object.fromEntries(PUBLIC_MEMBERS.map((name) => [name, textOf(jwk, name)]));
    const key = createPublicKey({ key: members as JsonWebKey, format: "jwk" });
    const kind = kindOf(key);
    return kind === undefined ? "too short, or of a kind that verifies nothing" : { key, kind, ...described };
  } catch {
    const onlyCertificate = valueOf(jwk, "x5c") !== undefined && valueOf(jwk, "n") === undefined;
    return onlyCertificate && textOf(jwk, "kty") === "RSA"
      ? "x5c without n and e cannot be read"
      : "its kty and its members cannot be read";
  }
}
