import type { CatalogOptions, IssuerOptions } from "#src/index.js";
import { TENANT } from "../../ids.js";
import { signWith } from "../world/keys.js";
import { ecPair } from "../world/fixed-keys.js";
import { PAIRS } from "../world/keys.js";
import { sign } from "node:crypto";

/**
 * Four issuers, one of each kind: `found` is named by its document alone and asked first, `fixed` has a document that
 * must name it, `keys` has a key set only, and `entra` is Entra.
 */
export const ISSUER_NAMES = ["found", "fixed", "keys", "entra"] as const;
export type IssuerName = (typeof ISSUER_NAMES)[number];

/** What an issuer publishes at one moment. */
export interface Published {
  /** Which of its names the document of `found` gives; the last one is that of `fixed`. */
  readonly name: number;
  /** Which cloud Entra's document names. */
  readonly cloud: number;
  /** At which of two addresses the document says the keys are. */
  readonly place: number;
  /** The key sets at both: by kid the key, -1 for none. */
  readonly keys: readonly (readonly number[])[];
  readonly down: boolean;
}

export const AT_FIRST: Published = { name: 0, cloud: 0, place: 0, keys: [[0, -1, -1], []], down: false };

const HOST = "https://login.microsoftonline.com";
const ENTRA = `${HOST}/${TENANT}/v2.0`;
const CLOUDS = ["microsoftonline.com", "microsoftonline.us"];
export const FOUND_NAMES = ["https://found.example", "https://renamed.example", "https://fixed.example"];
const DISCOVERY: Readonly<Record<string, IssuerName>> = {
  "https://found.example/document": "found",
  "https://fixed.example/.well-known/openid-configuration": "fixed",
  [`${ENTRA}/.well-known/openid-configuration`]: "entra",
};

export const ISSUERS: readonly IssuerOptions[] = [
  { discoveryUrl: "https://found.example/document", algorithms: ["ES256"], products: ["starter"] },
  { issuer: "https://fixed.example", algorithms: ["ES256"], products: ["starter", "pro"] },
  { issuer: "https://keys.example", algorithms: ["ES256"], jwksUri: "https://keys.example/0" },
];

const ELLIPTIC = [ecPair("memory 0"), ecPair("memory 1"), ecPair("memory 2")];
const RSA = ["ours", "other", "attacker"] as const;

/** The documents of one moment, behind a `fetch`; what an issuer publishes is looked up for each request. */
export function fetchFrom(published: (issuer: IssuerName, document: "metadata" | "keys") => Published) {
  return ((url: string) => {
    const issuer = DISCOVERY[url];
    if (issuer !== undefined) return Promise.resolve(metadata(issuer, published(issuer, "metadata")));
    const [, name, place] = /^https:\/\/(\w+)\.example\/(\d)$/.exec(url)!;
    return Promise.resolve(keySet(name as IssuerName, Number(place), published(name as IssuerName, "keys")));
  }) as typeof globalThis.fetch;
}

const DOWN = () => new Response("", { status: 500 });

function metadata(issuer: IssuerName, { name, cloud, place, down }: Published): Response {
  if (down) return DOWN();
  const names = { found: FOUND_NAMES[name], fixed: "https://fixed.example", keys: "", entra: ENTRA };
  const itsCloud = issuer === "entra" ? { cloud_instance_name: CLOUDS[cloud] } : {};
  return Response.json({
    issuer: names[issuer],
    jwks_uri: `https://${issuer}.example/${place}`,
    ...itsCloud,
  });
}

function keySet(issuer: IssuerName, place: number, { keys, down }: Published): Response {
  if (down) return DOWN();
  const listed = keys[place]!.flatMap((key, kid) => (key < 0 ? [] : [jwk(issuer, kid, key)]));
  return Response.json({ keys: listed });
}

function jwk(issuer: IssuerName, kid: number, key: number): object {
  const common = { use: "sig", kid: `${issuer}-${kid}` };
  if (issuer !== "entra") return { ...ELLIPTIC[key]!.jwk, ...common };
  return { ...PAIRS[RSA[key]!].jwk, ...common, cloud_instance_name: CLOUDS[0] };
}

/** Audiences that products are given in turn. */
const IDS = [
  "11111111-aaaa-4bbb-8ccc-000000000001",
  "11111111-aaaa-4bbb-8ccc-000000000002",
  "11111111-aaaa-4bbb-8ccc-000000000003",
];

/** Products at one moment: which audience and role each has, and whether there is a third one. */
export interface Catalog {
  readonly shift: number;
  readonly strict: boolean;
  readonly extra: boolean;
}

export function catalogOf({ shift, strict, extra }: Catalog): CatalogOptions<string> {
  const audience = (i: number) => `api://${IDS[(i + shift) % IDS.length]}`;
  return {
    products: {
      starter: { audience: audience(0), role: "Call" },
      pro: { audience: audience(1), role: strict ? "Call.Pro" : "Call" },
      ...(extra && { extra: { audience: audience(2), role: "Call" } }),
    },
  };
}

/** A token, said in small numbers. */
export interface TokenOf {
  readonly issuer: IssuerName;
  /** Which name of `found` it claims. */
  readonly name: number;
  readonly kid: number;
  readonly key: number;
  /** Its audiences; Entra's tokens have the first alone. */
  readonly audiences: readonly number[];
}

const made = new Map<string, string>();

/** The same text for the same token, as a client sends it again and again. Good for the year 2026. */
export function tokenOf(token: TokenOf): string {
  const name = JSON.stringify(token);
  const known = made.get(name) ?? makeToken(token);
  made.set(name, known);
  return known;
}

function makeToken({ issuer, name, kid, key, audiences }: TokenOf): string {
  const entra = issuer === "entra";
  const common = { roles: ["Call"], iat: 1_767_225_600, nbf: 1_767_225_600, exp: 1_798_761_600 };
  const client = "1f2e3d4c-5b6a-4789-8123-456789abcdef";
  const claims = entra
    ? { ...common, iss: ENTRA, aud: IDS[audiences[0]!], tid: TENANT, ver: "2.0", azp: client, idtyp: "app" }
    : {
        ...common,
        iss: issuer === "found" ? FOUND_NAMES[name] : `https://${issuer}.example`,
        aud: audiences.map((i) => `api://${IDS[i]}`),
        sub: client,
        client_id: client,
      };
  const header = { typ: "JWT", alg: entra ? "RS256" : "ES256", kid: `${issuer}-${kid}` };
  const part = (value: object) => Buffer.from(JSON.stringify(value)).toString("base64url");
  const input = `${part(header)}.${part(claims)}`;
  const signature = entra
    ? signWith(RSA[key]!, "RS256", input)
    : sign("sha256", Buffer.from(input), { key: ELLIPTIC[key]!.privateKey, dsaEncoding: "ieee-p1363" });
  return `${input}.${signature.toString("base64url")}`;
}
