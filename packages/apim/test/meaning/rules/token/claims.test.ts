import { expectLost, expectRule, read } from "../support.js";

const url = "https://id.shop.example/.well-known/openid-configuration";
const discovery = `<openid-config url="${url}" />`;
const audience = "<audiences><audience>shop</audience></audiences>";
const standard = {
  ...{ kind: "token", discovery: [url], audiences: ["shop"] },
  ...{ source: "header:authorization", status: 401 },
};

const jwt = (children: string) => `<validate-jwt header-name="Authorization">${children}</validate-jwt>`;
const claims = (xml: string) => `${discovery}${audience}<required-claims>${xml}</required-claims>`;

describe("required claims", () => {
  const rows: readonly (readonly [xml: string, demands: readonly object[], ...codes: string[]])[] = [
    ['<claim name="uid" />', [{ name: "uid", match: "all", values: [] }]],
    [
      '<claim name="roles" match="any"><value>b</value><value>a</value></claim>',
      [{ name: "roles", match: "any", values: ["b", "a"] }],
    ],
    [
      '<claim name="scp" match="all" separator=" "><value>x</value></claim><claim name="uid" />',
      [
        { name: "scp", match: "all", values: ["x"], separator: " " },
        { name: "uid", match: "all", values: [] },
      ],
    ],
    [
      '<claim name="roles"><value>@("admin")</value><value>{{gone}}</value></claim>',
      [{ name: "roles", match: "all", values: ["admin", "${env:GONE}"] }],
      "named-value",
    ],
  ];
  for (const [xml, demands, ...codes] of rows)
    it(xml, () => expectRule(read(jwt(claims(xml))), { ...standard, claims: demands }, ...codes));

  const lost: readonly (readonly [xml: string, code: string])[] = [
    ["<claim />", "unreadable"],
    ['<claim name="" />', "unreadable"],
    ['<claim name="@("a")" />', "expression"],
    ['<claim name="a" match="some" />', "unreadable"],
    ['<claim name="a" match="${m}" />', "unreadable"],
    ['<claim name="a" separator="" />', "unreadable"],
    ['<claim name="a"><value /></claim>', "unreadable"],
    ['<claim name="a"><value>@(context.User.Id)</value></claim>', "expression"],
    ['<claim name="a">text</claim>', "unreadable"],
    ['<claim name="a" values="x" />', "unknown-element"],
  ];
  for (const [xml, code] of lost) it(`${xml} is lost`, () => expectLost(read(jwt(claims(xml))), code));
});

describe("a required claim aud", () => {
  const aud = (attributes: string, ...values: string[]) =>
    `<claim name="aud" ${attributes}>${values.map((value) => `<value>${value}</value>`).join("")}</claim>`;
  const rows: readonly (readonly [what: string, xml: string, member: object])[] = [
    ["with one value is the audience", aud("", "a"), { audiences: ["a"] }],
    ["with match any is the audiences", aud('match="any"', "a", "b"), { audiences: ["a", "b"] }],
    [
      "leaves the other claims",
      `<claim name="uid" />${aud("", "a")}`,
      { audiences: ["a"], claims: [{ name: "uid", match: "all", values: [] }] },
    ],
  ];
  for (const [what, xml, member] of rows)
    it(what, () =>
      expectRule(read(jwt(`${discovery}<required-claims>${xml}</required-claims>`)), {
        ...standard,
        ...member,
      }),
    );

  it("that demands several at once is no audience", () =>
    expectLost(
      read(jwt(`${discovery}<required-claims>${aud("", "a", "b")}</required-claims>`)),
      "audience-missing",
    ));

  it("without values is no audience", () => {
    for (const match of ["", 'match="any"'])
      expectLost(
        read(jwt(`${discovery}<required-claims>${aud(match)}</required-claims>`)),
        "audience-missing",
      );
  });

  it("beside audiences stays", () =>
    expectRule(
      read(jwt(claims(aud("", "a")))),
      { ...standard, claims: [{ name: "aud", match: "all", values: ["a"] }] },
      "aud-twice",
    ));

  it("beside another one stays, and the first is the audience", () =>
    expectRule(
      read(jwt(`${discovery}<required-claims>${aud("", "a")}${aud("", "b")}</required-claims>`)),
      { ...standard, audiences: ["a"], claims: [{ name: "aud", match: "all", values: ["b"] }] },
      "aud-twice",
    ));

  it("that is only there contradicts no audience", () =>
    expectRule(read(jwt(claims(aud("")))), {
      ...standard,
      claims: [{ name: "aud", match: "all", values: [] }],
    }));
});
