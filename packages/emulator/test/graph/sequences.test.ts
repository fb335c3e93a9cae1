import { type Entra, startEntra } from "@product-auth/emulator";
import { expect } from "chai";
import fc from "fast-check";
import { type CallGraph, goldRole, graphOf, graphToken } from "./call-graph.js";

const prefer = { Prefer: "create-if-missing" };
const roleIds = [goldRole.id, "0d6b0f35-3a5e-4c1c-9d6e-6a4c4f5c0a02"];

/** One call of a sequence; numbers choose among the ids that earlier calls have seen. */
type Step = (known: Known) => Promise<void>;

type Kind = "application" | "appId" | "principal";

interface Known {
  readonly call: CallGraph;
  readonly ids: Record<Kind, string[]>;
  readonly secrets: string[];
}

const number = fc.nat({ max: 1000 });
const pick = (from: readonly string[], index: number): string => from[index % from.length] ?? roleIds[1]!;

/** An id of this kind, and now and then one of another kind. */
const idOf = ({ ids }: Known, kind: Kind, n: number): string =>
  pick(n % 7 === 0 ? Object.values(ids).flat() : ids[kind], n);

/** Calls as provisioning makes them, on objects of every kind, the wrong ones too. */
const steps: fc.Arbitrary<Step> = fc.oneof(
  number.map((n): Step => async ({ call, ids }) => {
    const role = { ...goldRole, isEnabled: n % 5 !== 0, value: `Role${n % 2}` };
    const fields = { displayName: "x", ...(n % 2 === 0 ? { appRoles: [role] } : {}) };
    const path = `/applications(uniqueName='${pick(["a", "b", "c"], n)}')`;
    const { body } = await call("PATCH", path, fields, prefer);
    if (body.id) ids.application.push(body.id);
    if (body.id) ids.appId.push(body.appId);
  }),
  number.map((n): Step => async (known) => {
    const path = `/servicePrincipals(appId='${idOf(known, "appId", n)}')`;
    const { body } = await known.call("PATCH", path, { accountEnabled: n % 3 > 0 }, prefer);
    if (body.id) known.ids.principal.push(body.id);
  }),
  fc.tuple(number, number).map(([n, m]): Step => async (known) => {
    const fields = { identifierUris: [`api://${idOf(known, "appId", m)}`] };
    await known.call("PATCH", `/applications/${idOf(known, "application", n)}`, fields);
  }),
  number.map((n): Step => async (known) => {
    const fields = { appRoles: n % 2 === 0 ? [] : [{ ...goldRole, isEnabled: n % 3 === 0 }] };
    await known.call("PATCH", `/applications/${idOf(known, "application", n)}`, fields);
  }),
  fc.tuple(number, number, number).map(([n, m, o]): Step => async (known) => {
    const ids = { principalId: idOf(known, "principal", n), resourceId: idOf(known, "principal", m) };
    const [list, named] =
      o % 2 === 0 ? ["appRoleAssignedTo", ids.resourceId] : ["appRoleAssignments", ids.principalId];
    const path = `/servicePrincipals/${o % 9 === 0 ? idOf(known, "principal", o) : named}/${list}`;
    await known.call("POST", path, { ...ids, appRoleId: o % 5 === 0 ? pick(roleIds, o) : goldRole.id });
  }),
  number.map((n): Step => async (known) => {
    const list = `/servicePrincipals/${idOf(known, "principal", n)}/appRoleAssignedTo`;
    const { body } = await known.call("GET", list);
    if (body.value?.[0] !== undefined) await known.call("DELETE", `${list}/${body.value[0].id}`);
  }),
  number.map((n): Step => async (known) => {
    const path = `/applications/${idOf(known, "application", n)}`;
    const { body } = await known.call("POST", `${path}/addPassword`, {});
    if (body.secretText) known.secrets.push(body.secretText);
    if (body.keyId && n % 3 === 0) await known.call("POST", `${path}/removePassword`, { keyId: body.keyId });
  }),
  number.map((n): Step => async (known) => {
    const kind = n % 3 === 0 ? "application" : "principal";
    const collection =
      n % 4 === 0 ? "directory/deletedItems" : n % 3 === 0 ? "applications" : "servicePrincipals";
    await known.call("DELETE", `/${collection}/${idOf(known, kind, n)}`);
  }),
  number.map((n): Step => async (known) => {
    const id = idOf(known, n % 2 === 0 ? "application" : "principal", n);
    await known.call("POST", `/directory/deletedItems/${id}/restore`);
  }),
);

describe("Graph: random sequences of calls", function () {
  this.timeout(60_000);
  const start = (): Promise<Entra> =>
    startEntra({
      clients: { admin: { graphRoles: ["Application Administrator", "AppRoleAssignment.ReadWrite.All"] } },
    });

  it("never answer 5xx, and leave a directory that is whole", async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(steps, { minLength: 60, maxLength: 120, size: "max" }), async (sequence) => {
        const entra = await start();
        const admin = await graphOf(entra, "admin");
        const texts: string[] = [];
        const call: CallGraph = async (method, path, body, headers) => {
          const reply = await admin(method, path, body, headers);
          expect(reply.status, `${method} ${path}`).to.be.lessThan(500);
          if (method === "GET") texts.push(JSON.stringify(reply.body));
          return reply;
        };
        const known: Known = { call, ids: { application: [], appId: [], principal: [] }, secrets: [] };
        for (const step of sequence) await step(known);
        await expectWhole(call);
        for (const secret of known.secrets) expect(texts.join()).to.not.include(secret);
        await entra.close();
      }),
      { numRuns: 4 },
    );
  });

  it("hostile paths, queries and bodies are refused, and the emulator goes on", async () => {
    const entra = await start();
    const token = await graphToken(entra, "admin");
    const word = fc.oneof(
      fc.constantFrom(
        "applications",
        "servicePrincipals",
        "directory",
        "deletedItems",
        "addPassword",
        "..",
        "%2e%2e",
        "%",
        "%00",
      ),
      fc.constantFrom(
        "applications(appId='x')",
        "applications(uniqueName='')",
        "applications()",
        "applications('a''b')",
      ),
      fc.string({ maxLength: 12 }).map((text) => encodeURIComponent(text)),
    );
    const query = fc.constantFrom(
      "",
      "?$filter='",
      "?$select=",
      "?$top=-1",
      "?$skiptoken=%00",
      "?%",
      "?$filter=tags/any(t:t%20eq%20'",
    );
    const json = fc.oneof(
      fc.json({ maxDepth: 4 }),
      fc.string({ maxLength: 40 }),
      fc.nat({ max: 3 }).map((n) => "[".repeat(n * 10_000)),
    );
    await fc.assert(
      fc.asyncProperty(
        ...[fc.constantFrom("GET", "POST", "PATCH", "DELETE"), fc.array(word, { maxLength: 5 })],
        ...[query, json],
        async (method, words, search, body) => {
          const path = `/${(words as string[]).join("/")}${search as string}`;
          const reads = method === "GET" || method === "DELETE";
          const { status } = await fetch(`${entra.graphUrl}${path}`, {
            method: method as string,
            headers: { Authorization: `Bearer ${token}`, "Content-Type": "application/json" },
            ...(reads ? {} : { body: body as string }),
          });
          expect(status, `${String(method)} ${path}`).to.be.lessThan(500);
        },
      ),
      { numRuns: 150 },
    );
    await expectWhole(await graphOf(entra, "admin"));
    await entra.close();
  });
});

/** Names are unique, and every assignment is between objects that are there. */
async function expectWhole(call: CallGraph): Promise<void> {
  const all = async (path: string) => (await call("GET", `${path}?$top=999`)).body.value;
  const live = await all("/applications");
  const binned = await all("/directory/deletedItems/microsoft.graph.application");
  const applications = [...live, ...binned];
  const uris = applications.flatMap((one) => one["identifierUris"] as string[]);
  const names = applications.flatMap((one) => (one["uniqueName"] as string | null) ?? []);
  for (const values of [
    uris,
    names,
    applications.map(({ id }) => id),
    applications.map(({ appId }) => appId),
  ])
    expect(new Set(values).size).to.equal(values.length);
  const principals = await all("/servicePrincipals");
  const ids = principals.map(({ id }) => id);
  expect(new Set(principals.map(({ appId }) => appId)).size).to.equal(principals.length);
  for (const { id, appRoles } of principals) {
    const assigned = await all(`/servicePrincipals/${id}/appRoleAssignedTo`);
    const triples = assigned.map((one) => `${String(one["principalId"])} ${String(one["appRoleId"])}`);
    expect(new Set(triples).size).to.equal(triples.length);
    const roles = (appRoles as { id: string }[]).map((role) => role.id);
    for (const one of assigned) {
      expect(ids).to.include(one["principalId"] as string);
      expect(one["resourceId"]).to.equal(id);
      expect(roles).to.include(one["appRoleId"] as string);
    }
  }
  for (const { id, appId } of principals)
    if (appId !== "00000003-0000-0000-c000-000000000000")
      expect(
        live.map((one) => one.appId),
        id,
      ).to.include(appId);
}
