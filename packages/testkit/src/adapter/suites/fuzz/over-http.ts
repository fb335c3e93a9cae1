import type { Entra } from "@product-auth/emulator";
import { expect } from "chai";
import fc from "fast-check";
import { decodeJwt } from "jose";
import type { Api } from "../../support/api.js";
import { exchange } from "../../support/raw-request.js";
import { startTestEntra } from "../../support/test-entra.js";
import type { Suite } from "../../suite.js";
import { judgeFor, type IsLawful } from "./is-lawful.js";
import { tokensOf, type Tokens } from "./tokens.js";
import { linesOf, wireCase, type WireCase } from "./wire-case.js";

const RUNS = 250;

/** Milliseconds after which no more cases are made, nor a bad one made smaller. */
const TIME = 50_000;

export function overHttp({ describe, it, before, after, apiStarter, fuzz }: Suite): void {
  const { seed = 20260102, path } = fuzz;

  describe("mutated tokens on the wire, judged by jose", () => {
    const start = apiStarter(() => entra);
    let entra: Entra; // its own: the requests to it are counted
    let api: Api;
    let tokens: Tokens;
    let isLawful: IsLawful;
    const seen = new Map<number, number>();

    before(async () => {
      entra = await startTestEntra();
      const routes: Parameters<typeof start>[0] = (app, auth) => {
        app.get("/", auth.requireProduct("pro"), () => ({ body: "in" }));
      };
      // No request of the cases below may cause a fetch: what unknown kids may cause is used up before.
      const signingKeys = { unknownKeyInterval: 3600 };
      api = await start(routes, { signingKeys }, { maxHeaderSize: 128 * 1024 }); // so that Node leaves long tokens to us
      tokens = await tokensOf(entra);
      isLawful = await judgeFor(entra);
      await api.auth.ready();
      for (let i = 0; i < 3; i++)
        await api.get("/").auth(await entra.flawed.unknownKid(), { type: "bearer" });
      api.events.length = 0;
    });
    after(() => entra.close());

    async function check(one: WireCase): Promise<void> {
      const lines = linesOf(one, tokens);
      const asked = api.entra.requests.count();
      const head = ["GET / HTTP/1.1", "Host: api.example.com", "Connection: close", ...lines];
      const received = await exchange(api.port, `${head.join("\r\n")}\r\n\r\n`);
      const status = Number(/^HTTP\/1\.1 (\d{3}) /.exec(received)?.[1]);
      seen.set(status, (seen.get(status) ?? 0) + 1);
      if (await isLawful(lines)) expect(status).to.equal(200);
      else expect(status).to.be.oneOf([400, 401, 403]); // 400 is Node's own
      const told = JSON.stringify(api.events.splice(0));
      const leaked = [
        ...secretsIn(lines).filter((secret) => received.includes(secret)),
        ...tokenTexts(lines).filter((secret) => told.includes(secret)),
      ];
      expect(leaked, `${received}\n${told}`).to.deep.equal([]);
      expect(api.entra.requests.count(), "requests to the issuer").to.equal(asked);
    }

    it(
      `${RUNS} cases of seed ${seed}`,
      async () => {
        const details = await fc.check(fc.asyncProperty(wireCase(tokens), check), {
          ...{
            numRuns: RUNS,
            seed: Number(seed),
            interruptAfterTimeLimit: TIME,
            markInterruptAsFailure: true,
          },
          ...(path !== undefined && { path }),
        });
        if (!details.failed) return;
        const { counterexample, errorInstance, counterexamplePath } = details;
        if (counterexample === null) expect.fail(`only ${details.numRuns} cases in ${TIME} milliseconds`);
        const replay = `fuzz: { seed: ${details.seed}, path: "${counterexamplePath}" }`;
        expect.fail(`${fc.stringify(counterexample)}\n${String(errorInstance)}\nTo replay it: ${replay}`);
      },
      TIME + 10_000,
    );

    it("some are let in, and some are refused for each kind of reason", () => {
      if (path === undefined) expect([...seen.keys()]).to.have.members([200, 400, 401, 403]);
    });
  });
}

/** The pieces of a request that are long enough to be a token or a part of one. */
const tokenTexts = (lines: readonly string[]): string[] =>
  lines
    .flatMap((line) => line.slice(line.indexOf(":")).split(/[^\w-]+/))
    .filter((piece) => piece.length >= 16);

/** Those, and what the token says; but for the role, which the route itself asks for. */
function secretsIn(lines: readonly string[]): string[] {
  const said = lines.flatMap((line) => claimsIn(line.split(" ").at(-1) ?? ""));
  const texts = said.filter((value) => typeof value === "string");
  return [...tokenTexts(lines), ...texts.filter((text) => text.length >= 8 && text !== "Product.Pro.All")];
}

function claimsIn(token: string): unknown[] {
  try {
    return Object.values(decodeJwt(token));
  } catch {
    return [];
  }
}
