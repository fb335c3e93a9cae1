import { expect } from "chai";
import { readFileSync } from "node:fs";
import { unknownMembers } from "#src/exporting/known-members.js";

interface Schema {
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly items?: Schema;
  readonly anyOf?: readonly Schema[];
  readonly $ref?: string;
}

const schema = JSON.parse(
  readFileSync(new URL("../../../core/catalog.schema.json", import.meta.url), "utf8"),
) as { readonly $defs: Readonly<Record<string, Schema>> };

const PLACES = [
  ["global", "accessPolicies"],
  ["product", "product"],
  ["api", "api"],
  ["operation", "operation"],
] as const;

/** Every member that the schema has for a kind of policy. */
function membersOf({ properties, items, anyOf = [], $ref }: Schema): readonly string[] {
  const inner = $ref === undefined ? [] : [schema.$defs[$ref.split("/").at(-1)!]!];
  return [
    ...Object.keys(properties ?? {}),
    ...[...inner, ...anyOf, ...(items === undefined ? [] : [items])].flatMap(membersOf),
  ];
}

describe("the members that an export knows", () => {
  for (const [kind, name] of PLACES)
    it(`are all that the schema of catalogs has at: ${kind}`, () => {
      const { properties = {} } = schema.$defs[name]!;
      const place = Object.fromEntries(
        Object.entries(properties).map(([member, its]) => [
          member,
          /^[a-z]+[A-Z]|^quota$/.test(member) && its.$ref !== undefined
            ? Object.fromEntries(membersOf(its).map((one) => [one, 1]))
            : 1,
        ]),
      );
      expect(Object.keys(place)).to.include("validateJwt");
      expect(unknownMembers(kind, place)).to.deep.equal([]);
    });

  it("are told from others, in lists too", () => {
    const place = {
      nonce: {},
      ipFilter: { action: "allow", ports: [1] },
      checkHeader: [{ name: "a" }, { regex: "b" }],
    };
    expect(unknownMembers("api", place)).to.deep.equal(["nonce", "ipFilter.ports", "checkHeader[1].regex"]);
    expect(unknownMembers("global", { path: "x" })).to.deep.equal(["path"]);
  });
});
