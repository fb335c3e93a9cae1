import { expect } from "chai";
import { interpret } from "#src/meaning/interpret.js";
import { apiOf, configurationOf, fragmentOf, inboundOf, meaningOf } from "../support/configuration.js";

const answer = (status: number) => `<return-response><set-status code="${status}" /></return-response>`;
const when = (inner: string) =>
  `<choose><when condition="@(context.Request.Method == "GET")">${inner}</when></choose>`;

describe("calls that the gateway answers itself", () => {
  /** Places of the answers to an API whose document has these elements. */
  const answered = (...elements: readonly string[]) =>
    interpret(
      configurationOf({
        apis: [apiOf("a")],
        documents: [inboundOf("api:a", ...elements), fragmentOf("f", answer(503))],
      }),
    ).answered;

  const cases: readonly (readonly [name: string, element: string, isAnswered: boolean])[] = [
    ["an answer that is no denial", answer(503), true],
    ["a mock", "<mock-response />", true],
    ["a fragment with an answer", '<include-fragment fragment-id="f" />', true],
    ["a denial", answer(403), false],
    ["an answer under a condition", when(answer(404)), false],
    ["a mock under a condition", when("<mock-response />"), false],
    ["another element", "<trace />", false],
  ];
  for (const [name, element, isAnswered] of cases)
    it(`${name}: ${isAnswered ? "yes" : "no"}`, () =>
      expect(answered("<base />", element).length).to.equal(isAnswered ? 1 : 0));

  it("have the place and the scope of the answer", () =>
    expect(answered("<base />", answer(200))).to.deep.equal([
      { api: "a", operation: "*", context: "api", at: "api:a:3", scope: "api:a" },
    ]));
});

describe("variables of tokens", () => {
  const TOKEN = (variable: string) =>
    `<validate-jwt header-name="Authorization" output-token-variable-name="${variable}"><openid-config url="https://id.example/c" /><audiences><audience>a</audience></audiences></validate-jwt>`;
  const DENIAL = (variable: string) =>
    `<choose><when condition="@(!((Jwt)context.Variables["${variable}"]).Claims["roles"].Contains("x"))">${answer(403)}</when></choose>`;
  const uses = (...elements: readonly string[]) => [...meaningOf(...elements).tokens.values()];

  it("stand at the rule that validates and the rule that reads", () =>
    expect(uses(TOKEN("jwt"), DENIAL("jwt"))).to.deep.equal([{ variable: "jwt" }, { variable: "jwt" }]));
  it("are absent from rules without one", () =>
    expect(
      uses(
        '<check-header name="x" failed-check-httpcode="400" failed-check-error-message="x" ignore-case="true" />',
      ),
    ).to.deep.equal([]));

  const writers: readonly string[] = [
    '<set-variable name="jwt" value="x" />',
    '<cache-lookup-value key="k" variable-name="jwt" />',
    '<send-request mode="new" response-variable-name="jwt"><set-url>https://x.example</set-url></send-request>',
  ];
  for (const writer of writers)
    it(`do not count where another element writes them: ${writer.slice(1, writer.indexOf(" "))}`, () => {
      const { findings } = meaningOf(TOKEN("jwt"), writer, DENIAL("jwt"));
      expect(findings.some(({ severity, code }) => severity === "lost" && code === "condition")).to.equal(
        true,
      );
      const other = meaningOf(TOKEN("jwt"), writer.replace('"jwt"', '"other"'), DENIAL("jwt"));
      expect(other.findings.some(({ severity }) => severity === "lost")).to.equal(false);
    });
});
