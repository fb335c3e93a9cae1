import { own, type JsonObject } from "../../../lib/json-object.js";

// Reading a member by its written name takes a tenth of `own`, which reads any name. What differs from the inherited value
// is the object's own; only what equals it must be looked up.
const unlessInherited = (payload: JsonObject, name: string, value: unknown, inherited: unknown): unknown =>
  value === undefined || value !== inherited ? value : own(payload, name);

const prototypeOf = (payload: JsonObject): JsonObject | null =>
  Object.getPrototypeOf(payload) as JsonObject | null;

/** Reads own members of the claims of an Entra token, as `own` does, by name. For the claims that nearly all tokens have. */
export const claimed = {
  iss: (payload: JsonObject): unknown =>
    unlessInherited(payload, "iss", payload["iss"], prototypeOf(payload)?.["iss"]),
  aud: (payload: JsonObject): unknown =>
    unlessInherited(payload, "aud", payload["aud"], prototypeOf(payload)?.["aud"]),
  tid: (payload: JsonObject): unknown =>
    unlessInherited(payload, "tid", payload["tid"], prototypeOf(payload)?.["tid"]),
  ver: (payload: JsonObject): unknown =>
    unlessInherited(payload, "ver", payload["ver"], prototypeOf(payload)?.["ver"]),
  exp: (payload: JsonObject): unknown =>
    unlessInherited(payload, "exp", payload["exp"], prototypeOf(payload)?.["exp"]),
  nbf: (payload: JsonObject): unknown =>
    unlessInherited(payload, "nbf", payload["nbf"], prototypeOf(payload)?.["nbf"]),
  iat: (payload: JsonObject): unknown =>
    unlessInherited(payload, "iat", payload["iat"], prototypeOf(payload)?.["iat"]),
  azp: (payload: JsonObject): unknown =>
    unlessInherited(payload, "azp", payload["azp"], prototypeOf(payload)?.["azp"]),
  appid: (payload: JsonObject): unknown =>
    unlessInherited(payload, "appid", payload["appid"], prototypeOf(payload)?.["appid"]),
  idtyp: (payload: JsonObject): unknown =>
    unlessInherited(payload, "idtyp", payload["idtyp"], prototypeOf(payload)?.["idtyp"]),
  scp: (payload: JsonObject): unknown =>
    unlessInherited(payload, "scp", payload["scp"], prototypeOf(payload)?.["scp"]),
  roles: (payload: JsonObject): unknown =>
    unlessInherited(payload, "roles", payload["roles"], prototypeOf(payload)?.["roles"]),
  sub: (payload: JsonObject): unknown =>
    unlessInherited(payload, "sub", payload["sub"], prototypeOf(payload)?.["sub"]),
  oid: (payload: JsonObject): unknown =>
    unlessInherited(payload, "oid", payload["oid"], prototypeOf(payload)?.["oid"]),
  uti: (payload: JsonObject): unknown =>
    unlessInherited(payload, "uti", payload["uti"], prototypeOf(payload)?.["uti"]),
  groups: (payload: JsonObject): unknown =>
    unlessInherited(payload, "groups", payload["groups"], prototypeOf(payload)?.["groups"]),
} as const;
