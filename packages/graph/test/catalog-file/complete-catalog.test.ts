import { expect } from "chai";
import fc from "fast-check";
import { completeCatalog, type ProvisionReport } from "@product-auth/graph";

const ID = "11111111-2222-4333-8444-555555555555";
const CLIENT = "99999999-2222-4333-8444-555555555555";

const product = { objectId: null, servicePrincipalId: null, audience: null, role: "r", roleId: "i" };
const report = (more: Partial<ProvisionReport> = {}): ProvisionReport => ({
  ...{ report: 1, mode: "apply", exit: 0, tenantId: "t", instance: "i", changes: [], findings: [] },
  products: { gold: { ...product, applicationId: ID } },
  clients: {
    batch: {
      applicationId: CLIENT,
      objectId: null,
      servicePrincipalId: null,
      products: ["gold"],
      secrets: [],
    },
  },
  catalog: { path: null, changed: false },
  ...more,
});

describe("completeCatalog", () => {
  const rows: readonly (readonly [what: string, before: string, after: string])[] = [
    [
      "inline members",
      '{ "products": { "gold": { "displayName": "Gold" } } }',
      `{ "products": { "gold": { "displayName": "Gold", "audience": "api://${ID}" } } }`,
    ],
    ["an empty object", '{"products":{"gold":{}}}', `{"products":{"gold":{ "audience": "api://${ID}" }}}`],
    [
      "lines with two spaces",
      '{\n  "products": {\n    "gold": {\n      "displayName": "Gold"\n    }\n  }\n}\n',
      `{\n  "products": {\n    "gold": {\n      "displayName": "Gold",\n      "audience": "api://${ID}"\n    }\n  }\n}\n`,
    ],
    [
      "tabs and CR LF",
      '{\r\n\t"products": {\r\n\t\t"gold": {\r\n\t\t\t"displayName": "Gold"\r\n\t\t}\r\n\t}\r\n}',
      `{\r\n\t"products": {\r\n\t\t"gold": {\r\n\t\t\t"displayName": "Gold",\r\n\t\t\t"audience": "api://${ID}"\r\n\t\t}\r\n\t}\r\n}`,
    ],
    [
      "a byte order mark",
      '\uFEFF{"products":{"gold":{"state":"published"}}}',
      `\uFEFF{"products":{"gold":{"state":"published", "audience": "api://${ID}"}}}`,
    ],
    [
      "an audience stays",
      '{"products":{"gold":{"audience":"api://x"}}}',
      '{"products":{"gold":{"audience":"api://x"}}}',
    ],
    [
      "a client, no list",
      '{"products":{"gold":{"audience":"a"}},"provision":{"clients":{"batch":{"products":["gold"]}}}}',
      `{"products":{"gold":{"audience":"a"}},"provision":{"clients":{"batch":{"products":["gold"], "applicationId": "${CLIENT}"}}}}`,
    ],
    [
      "a client, and a list",
      '{"products":{"gold":{"audience":"a"}},\n "clientApplications": [],\n "provision":{"clients":{"batch":{"products":["gold"],"ownerId":"zoe"}}}}',
      `{"products":{"gold":{"audience":"a"}},\n "clientApplications": [{ "id": "${CLIENT}", "displayName": "batch", "products": ["gold"], "state": "active", "ownerId": "zoe" }],\n "provision":{"clients":{"batch":{"products":["gold"],"ownerId":"zoe", "applicationId": "${CLIENT}"}}}}`,
    ],
    [
      "an entry of the list: its products only",
      `{"products":{"gold":{"audience":"a"}},"clientApplications":[{"id":"${CLIENT.toUpperCase()}","products":["old"],"state":"rejected"}],"provision":{"clients":{"batch":{"products":["gold"],"applicationId":"${CLIENT}"}}}}`,
      `{"products":{"gold":{"audience":"a"}},"clientApplications":[{"id":"${CLIENT.toUpperCase()}","products":["gold"],"state":"rejected"}],"provision":{"clients":{"batch":{"products":["gold"],"applicationId":"${CLIENT}"}}}}`,
    ],
  ];
  for (const [what, before, after] of rows)
    it(what, () => {
      expect(completeCatalog(before, report())).to.equal(after);
      expect(completeCatalog(after, report())).to.equal(after);
    });

  it("a list with variables gets no entry: it may name the client already", () => {
    const client = '"provision":{"clients":{"batch":{"products":["gold"],"applicationId":"' + CLIENT + '"}}}';
    const text = `{"products":{"gold":{"audience":"\${env:GOLD}"}},"clientApplications":[{"id":"\${env:BATCH}"}],${client}}`;
    expect(completeCatalog(text, report())).to.equal(text);
  });

  it("a list in lines gets its entry in lines", () => {
    const before = `{\n  "products": { "gold": { "audience": "a" } },\n  "clientApplications": [\n    {\n      "id": "x",\n      "products": []\n    }\n  ],\n  "provision": { "clients": { "batch": { "products": ["gold"], "applicationId": "${CLIENT}" } } }\n}`;
    expect(completeCatalog(before, report())).to.include(
      `    },\n    {\n      "id": "${CLIENT}",\n      "displayName": "batch",\n      "products": ["gold"],\n      "state": "active"\n    }\n  ],`,
    );
  });

  it("destroy takes out the ids that it deleted, and no others", () => {
    const changes = [
      { action: "delete", at: "products.gold", done: true, fields: [] },
      { action: "delete", at: "clients.batch", done: true, fields: [] },
    ] as const;
    const text = `{ "products": { "gold": { "audience": "api://${ID}", "role": "r" }, "other": { "audience": "api://${CLIENT}" } },\n  "clientApplications": [{ "id": "a" }, { "id": "${CLIENT}" }],\n  "provision": { "clients": { "batch": { "products": ["gold"], "applicationId": "${CLIENT}" } } } }`;
    expect(completeCatalog(text, report({ mode: "destroy", changes }))).to.equal(
      '{ "products": { "gold": { "role": "r" }, "other": { "audience": "api://' +
        CLIENT +
        '" } },\n  "clientApplications": [{ "id": "a" }],\n  "provision": { "clients": { "batch": { "products": ["gold"] } } } }',
    );
    const undone = changes.map((change) => ({ ...change, done: false }));
    expect(completeCatalog(text, report({ mode: "destroy", changes: undone }))).to.equal(text);
  });

  it("any catalog in any spacing: the same value with the ids added, and a second time nothing", () => {
    const name = fc.string({ minLength: 1, maxLength: 6 });
    const indent = fc.constantFrom(undefined, 1, 2, 4, "\t");
    fc.assert(
      fc.property(
        fc.dictionary(
          name,
          fc.record({ displayName: fc.string(), x: fc.jsonValue({ maxDepth: 2 }) }, { requiredKeys: [] }),
          { noNullPrototype: true },
        ),
        fc.dictionary(
          name,
          fc.record(
            { products: fc.array(name, { maxLength: 3 }), ownerId: fc.string() },
            { requiredKeys: ["products"] },
          ),
          { noNullPrototype: true },
        ),
        fc.option(fc.array(fc.record({ id: fc.string(), products: fc.constant([]) }), { maxLength: 3 }), {
          nil: undefined,
        }),
        indent,
        fc.boolean(),
        (products, clients, clientApplications, space, isWindows) => {
          const catalog = {
            products,
            ...(clientApplications !== undefined && { clientApplications }),
            provision: { clients },
          };
          const text = JSON.stringify(catalog, undefined, space).replaceAll("\n", isWindows ? "\r\n" : "\n");
          const made = report({
            products: Object.fromEntries(
              Object.keys(products).map((key) => [key, { ...product, applicationId: ID }]),
            ),
            clients: Object.fromEntries(
              Object.entries(clients).map(([key, client], i) => [
                key,
                {
                  ...{
                    applicationId: `99999999-2222-4333-8444-${String(i).padStart(12, "0")}`,
                    objectId: null,
                    servicePrincipalId: null,
                    secrets: [],
                  },
                  products: client.products,
                },
              ]),
            ),
          });
          const after = completeCatalog(text, made);
          const read = JSON.parse(after) as typeof catalog;
          for (const key of Object.keys(products)) {
            const { audience, ...rest } = read.products[key] as { audience: string };
            expect(audience).to.equal(`api://${ID}`);
            expect(rest).to.deep.equal((JSON.parse(text) as typeof catalog).products[key]);
          }
          expect(completeCatalog(after, made)).to.equal(after);
          if (isWindows) expect(after.replaceAll("\r\n", "")).to.not.include("\n");
        },
      ),
      { numRuns: 300 },
    );
  });

  it("a text that is not JSON: the error does not repeat it", () => {
    expect(() => completeCatalog('{ "primaryKey": s3cret }', report()))
      .to.throw(SyntaxError)
      .with.property("message", "the text is not valid JSON");
  });

  it("a member that is there twice is removed twice: the first one would count from now on", () => {
    const changes = [{ action: "delete", at: "products.gold", done: true, fields: [] }] as const;
    const text = `{"products":{"gold":{"audience":"api://old","state":"published","audience":"api://${ID}"}}}`;
    expect(completeCatalog(text, report({ mode: "destroy", changes, clients: {} }))).to.equal(
      '{"products":{"gold":{"state":"published"}}}',
    );
  });

  it("texts of many megabytes, with and without escapes", () => {
    for (const long of ["x".repeat(15_000_000), "\\u0041".repeat(2_000_000), '\\"'.repeat(5_000_000)]) {
      const text = `{"products":{"gold":{"description":"${long}"}}}`;
      const completed = completeCatalog(text, report({ clients: {} }));
      expect(completed.length - text.length).to.equal(`, "audience": "api://${ID}"`.length);
    }
  }).timeout(20_000);
});
