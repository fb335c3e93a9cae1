import { expect } from "chai";
import type { Access, Refuse, RequestView } from "#src/index.js";
import { PolicyOfApplication } from "#src/policies/custom/policy-of-application.js";
import { viewOf } from "../request/view-of.js";

const PLACE = { place: "api:orders", index: 0, name: "plan" };
const access = Object.freeze({ product: "pro", credential: "key" }) as Access;
const SOUND = { status: 402, message: "The plan has ended." };

const judged = (judge: (call: { view: RequestView; access: object }) => unknown) =>
  new PolicyOfApplication(PLACE, judge as never, warn).judge({ view: viewOf(), access });

let warnings: unknown[] = [];
const warn = (error: unknown) => void warnings.push(error);

describe("a policy of the application", () => {
  beforeEach(() => void (warnings = []));

  it("passes with undefined, at once or later; without a promise at once", async () => {
    expect(judged(() => undefined)).to.equal(undefined);
    expect(await judged(async () => undefined)).to.equal(undefined);
  });
  it("is called with the view and the access", () => {
    const view = viewOf();
    let seen: unknown;
    void new PolicyOfApplication(PLACE, (call) => void (seen = call) as undefined, warn).judge({
      view,
      access,
    });
    expect(seen).to.deep.equal({ view, access });
  });
  it("refuses with status, text and fields, at once or later", async () => {
    const refusal = { ...SOUND, headers: { "Retry-After": "60", link: ["<a>", "<b>"] } };
    for (const found of [judged(() => refusal) as Refuse, (await judged(async () => refusal)) as Refuse]) {
      expect(found).to.include({ outcome: "refuse", code: "policy_refused", ...SOUND });
      expect(found).to.have.deep.property("policy", PLACE);
      expect({ ...found.headers }).to.deep.equal({ "retry-after": "60", link: ["<a>", "<b>"] });
    }
  });
  it("takes any thenable, and cuts a text after 1,000 characters", async () => {
    // oxlint-disable-next-line unicorn/no-thenable -- a query builder
    const thenable = { then: (done: (found: object) => void) => done(SOUND) };
    expect(await judged(() => thenable)).to.include(SOUND);
    const long = judged(() => ({ ...SOUND, message: "x".repeat(1_001) }));
    expect(long).to.have.property("message").with.lengthOf(1_000);
  });

  describe("503", () => {
    const failing: Readonly<Record<string, () => unknown>> = {
      "it throws": () => {
        throw new RangeError("secret");
      },
      "it rejects": () => Promise.reject(new RangeError("secret")),
      "it throws no error": () => {
        // oxlint-disable-next-line typescript/only-throw-error -- an application may
        throw "secret";
      },
      "it returns null": () => null,
      "it returns true": () => true,
      "it returns false, which reads as a refusal": () => false,
      "it returns a list": () => [SOUND],
      "it returns nothing of a refusal": () => ({}),
      "it returns a number later": async () => 403,
      "the status is 200": () => ({ ...SOUND, status: 200 }),
      "the status is 399": () => ({ ...SOUND, status: 399 }),
      "the status is 600": () => ({ ...SOUND, status: 600 }),
      "the status is a text": () => ({ ...SOUND, status: "403" }),
      "the status is no whole number": () => ({ ...SOUND, status: 403.5 }),
      "the status is inherited": () => Object.create(SOUND) as object,
      "a member throws": () => ({
        get status() {
          throw new TypeError("secret");
        },
      }),
      "there is no text": () => ({ status: 403 }),
      "the text is empty": () => ({ status: 403, message: "" }),
      "the fields are a list": () => ({ ...SOUND, headers: ["a"] }),
      "a field has no name": () => ({ ...SOUND, headers: { "": "a" } }),
      "a field's name ends a line": () => ({ ...SOUND, headers: { "a\r\nb": "a" } }),
      "a value ends a line": () => ({ ...SOUND, headers: { a: "a\r\nset-cookie: b=c" } }),
      "a value is no text": () => ({ ...SOUND, headers: { a: 1 } }),
      "a value of a list is no text": () => ({ ...SOUND, headers: { a: ["a", undefined] } }),
      "there are 17 fields": () => ({
        ...SOUND,
        headers: Object.fromEntries(Array.from({ length: 17 }, (_, i) => [`x-${i}`, ""])),
      }),
      "the fields are long": () => ({ ...SOUND, headers: { a: "x".repeat(4_097) } }),
      ...Object.fromEntries(
        ["Content-Type", "content-length", "WWW-Authenticate", "Cache-Control", "Transfer-Encoding"].map(
          (name) => [`it sets ${name}`, () => ({ ...SOUND, headers: { [name]: "a" } })],
        ),
      ),
    };
    for (const [name, judge] of Object.entries(failing))
      it(`when ${name}, and nothing of a foreign text is kept`, async () => {
        const found = await judged(judge);
        expect(found).to.include({
          outcome: "unavailable",
          status: 503,
          code: "policy_unavailable",
          retryAfter: 5,
        });
        expect(found).to.have.deep.property("policy", PLACE);
        expect(JSON.stringify(found)).to.not.include("secret");
        expect(warnings).to.have.lengthOf(1);
      });

    it("when it does not answer within 2 seconds", async function () {
      this.timeout(5_000);
      const from = Date.now();
      const found = await judged(() => new Promise(() => undefined));
      expect(found).to.include({ code: "policy_unavailable", actual: "no answer within 2 seconds" });
      expect(Date.now() - from).to.be.within(1_900, 3_500);
    });
    it("names the kind of an error, also of a member that throws", () => {
      const failing = {
        get status(): never {
          throw new RangeError("secret");
        },
      };
      expect(judged(() => failing)).to.include({ actual: "RangeError" });
      expect(warnings.map(String)).to.deep.equal(["RangeError: secret"]);
    });
    it("warns once, whatever number of requests it fails", () => {
      const policy = new PolicyOfApplication(PLACE, () => null as never, warn);
      for (let i = 0; i < 3; i++) void policy.judge({ view: viewOf(), access });
      expect(warnings.map(String)).to.deep.equal([
        "TypeError: The policy plan (api:orders) returned null instead of undefined or { status, message }",
      ]);
    });
  });
});
