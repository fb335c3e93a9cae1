import { expect } from "chai";
import { shapeOf, type RecordedCall } from "./recorded-fetch.js";

const GUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

/** Every call that a run may make, with the members of its body. */
const CALLS: readonly (readonly [shape: RegExp, body: readonly string[] | undefined])[] = [
  [/^GET \/applications$/, undefined],
  [/^GET \/applications\/\{id\}$/, undefined],
  [/^GET \/applications\((appId='\{id\}'|uniqueName='\{name\}')\)$/, undefined],
  [/^GET \/directory\/deletedItems\/microsoft\.graph\.(application|servicePrincipal)$/, undefined],
  [/^GET \/servicePrincipals\(appId='\{id\}'\)$/, undefined],
  [/^GET \/servicePrincipals\/\{id\}\/appRoleAssignedTo$/, undefined],
  [
    /^PATCH \/applications\(uniqueName='\{name\}'\)$/,
    [
      "displayName",
      "description",
      "signInAudience",
      "tags",
      "api",
      "appRoles",
      "optionalClaims",
      "requiredResourceAccess",
    ],
  ],
  [
    /^PATCH \/applications\/\{id\}$/,
    [
      "displayName",
      "signInAudience",
      "tags",
      "api",
      "appRoles",
      "optionalClaims",
      "identifierUris",
      "requiredResourceAccess",
    ],
  ],
  [/^PATCH \/servicePrincipals\(appId='\{id\}'\)$/, ["appId", "appRoleAssignmentRequired", "tags"]],
  [/^PATCH \/servicePrincipals\/\{id\}$/, ["appRoleAssignmentRequired"]],
  [/^POST \/servicePrincipals\/\{id\}\/appRoleAssignedTo$/, ["principalId", "resourceId", "appRoleId"]],
  [/^POST \/directory\/deletedItems\/\{id\}\/restore$/, undefined],
  [/^POST \/applications\/\{id\}\/addPassword$/, ["passwordCredential"]],
  [/^POST \/applications\/\{id\}\/removePassword$/, ["keyId"]],
  [/^DELETE \/servicePrincipals\/\{id\}\/appRoleAssignedTo\/\{id\}$/, undefined],
  [/^DELETE \/applications\/\{id\}$/, undefined],
  [/^DELETE \/directory\/deletedItems\/\{id\}$/, undefined],
];

/** Compares the calls of a run with the rules for all calls: addresses, header fields, members of bodies. */
export function refuseBrokenRules(calls: readonly RecordedCall[]): void {
  const ids = new Set<string>();
  for (const call of calls) {
    const shape = shapeOf(call);
    const { headers, body, method } = call;
    const rule = CALLS.find(([pattern]) => pattern.test(shape));
    expect(rule, `no such call: ${shape}`).to.not.equal(undefined);
    expect(headers.get("authorization"), shape).to.match(/^Bearer [\x21-\x7e]+$/);
    const id = headers.get("client-request-id") ?? "";
    expect(id, shape).to.match(GUID);
    expect(ids.has(id), `${shape}: client-request-id repeated`).to.equal(false);
    ids.add(id);
    expect(headers.get("content-type"), shape).to.equal(body === undefined ? null : "application/json");
    const isUpsert = method === "PATCH" && shape.includes("(");
    expect(headers.get("prefer"), shape).to.equal(isUpsert ? "create-if-missing" : null);
    expect(call.redirect, shape).to.equal("manual");
    expect(
      Object.keys(body ?? {}).filter((name) => rule?.[1]?.includes(name) !== true),
      shape,
    ).to.deep.equal([]);
    expect(JSON.stringify(body ?? {}), shape).to.not.include('"origin"');
    expect(call.path, shape).to.not.match(/appRoleAssignedTo\?.*filter/);
  }
}
