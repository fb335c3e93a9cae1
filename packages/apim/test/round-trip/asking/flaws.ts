import { ADDRESSES, type Draft } from "./right-request.js";
import { certificates, type CertificateName } from "../world/certificates.js";

/** Makes something of a request wrong, or other. `pick`: any whole number, which chooses among possibilities. */
export type Flaw = (draft: Draft, pick: number) => Draft;

const oneOf = <Item>(items: readonly Item[], pick: number): Item | undefined =>
  items.length === 0 ? undefined : items[pick % items.length];

const withHeader = (draft: Draft, pick: number, change: (value: string) => string | undefined): Draft => {
  const name = oneOf(Object.keys(draft.headers), pick);
  if (name === undefined) return draft;
  const { [name]: value, ...others } = draft.headers;
  const changed = change(value!);
  return { ...draft, headers: { ...others, ...(changed !== undefined && { [name]: changed }) } };
};

const withToken = (
  draft: Draft,
  pick: number,
  change: (token: Draft["tokens"][string]) => Draft["tokens"][string] | undefined,
): Draft => {
  const source = oneOf(Object.keys(draft.tokens), pick);
  if (source === undefined) return draft;
  const { [source]: token, ...others } = draft.tokens;
  const changed = change(token!);
  return { ...draft, tokens: { ...others, ...(changed !== undefined && { [source]: changed }) } };
};

const withClaims = (draft: Draft, pick: number, claims: Readonly<Record<string, unknown>>): Draft =>
  withToken(draft, pick, ({ wish, scheme }) => ({
    scheme,
    wish: { ...wish, claims: { ...wish.claims, ...claims } },
  }));

const claimOf = ({ tokens }: Draft, pick: number): string | undefined =>
  oneOf(
    Object.keys(oneOf(Object.values(tokens), pick)?.wish.claims ?? {}).filter(
      (name) => !ALWAYS.includes(name),
    ),
    pick,
  );

/** Claims that every token of an issuer has, so that rules cannot tell tokens apart by them. */
const ALWAYS = ["exp", "nbf", "iat", "iss", "sub", "ver", "tid", "oid", "idtyp", "azp", "appid"];

/** Names in the order of the list count for shrinking: the simplest first. */
export const flaws: Readonly<Record<string, Flaw>> = {
  "header left out": (draft, pick) => withHeader(draft, pick, () => undefined),
  "header with another value": (draft, pick) => withHeader(draft, pick, () => "another value"),
  "header in another case": (draft, pick) => withHeader(draft, pick, (value) => value.toUpperCase()),
  "another address": (draft, pick) => ({ ...draft, address: oneOf(ADDRESSES, pick)! }),
  "no certificate": (draft) => ({ ...draft, certificate: undefined }),
  "another certificate": (draft, pick) => ({
    ...draft,
    certificate: oneOf(Object.keys(certificates) as CertificateName[], pick)!,
  }),
  "no token": (draft, pick) => withToken(draft, pick, () => undefined),
  "token of a stranger": (draft, pick) =>
    withToken(draft, pick, ({ wish, scheme }) => ({ scheme, wish: { ...wish, by: "stranger" } })),
  "ended token": (draft, pick) => withClaims(draft, pick, { nbf: 1_000, exp: 2_000 }),
  "token that ended a minute ago": (draft, pick) => {
    const { exp } = oneOf(Object.values(draft.tokens), pick)?.wish.claims ?? {};
    return withClaims(draft, pick, { exp: Number(exp) - 3_660 });
  },
  "token without an end": (draft, pick) => withClaims(draft, pick, { exp: undefined }),
  "token for another audience": (draft, pick) => withClaims(draft, pick, { aud: "another" }),
  "token for several audiences": (draft, pick) => {
    const { aud, tid } = oneOf(Object.values(draft.tokens), pick)?.wish.claims ?? {};
    // Entra issues no such tokens.
    return tid === undefined ? withClaims(draft, pick, { aud: [aud, "another"] }) : draft;
  },
  "token of another issuer": (draft, pick) => withClaims(draft, pick, { iss: "https://another.example" }),
  "token of version 1": (draft, pick) => {
    const { azp, tid, ver } = oneOf(Object.values(draft.tokens), pick)?.wish.claims ?? {};
    if (tid === undefined || ver === "1.0") return draft;
    return withClaims(draft, pick, {
      ...{ iss: `https://sts.windows.net/${tid as string}/`, ver: "1.0", azp: undefined, appid: azp },
    });
  },
  "token of another client": (draft, pick) => {
    const { ver } = oneOf(Object.values(draft.tokens), pick)?.wish.claims ?? {};
    const name = ver === "1.0" ? "appid" : "azp";
    return withClaims(draft, pick, { [name]: "7a8b9c0d-1111-4222-8333-944455556666" });
  },
  "claim left out": (draft, pick) => {
    const name = claimOf(draft, pick);
    return name === undefined ? draft : withClaims(draft, pick, { [name]: undefined });
  },
  "claim with another value": (draft, pick) => {
    const name = claimOf(draft, pick);
    return name === undefined ? draft : withClaims(draft, pick, { [name]: "another" });
  },
  "claim with one of its values": (draft, pick) => {
    const name = claimOf(draft, pick);
    const value = name && oneOf(Object.values(draft.tokens), pick)?.wish.claims[name];
    return Array.isArray(value) ? withClaims(draft, pick, { [name as string]: [oneOf(value, pick)] }) : draft;
  },
  "another scheme": (draft, pick) => withToken(draft, pick, ({ wish }) => ({ wish, scheme: "Basic" })),
};
