import { execFile } from "node:child_process";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { requestsOf } from "@product-auth/apim";
import { MissingServiceError, serviceFor } from "@product-auth/testkit/services";
import { expect } from "chai";
import { frameworkNames, frameworks } from "./apps/frameworks.js";
import { rightRequest } from "./asking/right-request.js";
import { rulesByPlace } from "./gateway/chain-of.js";
import type { Service } from "./gateway/service.js";
import { documents, isOurs } from "./services/documents.js";
import { importLifted } from "./services/lifted.js";
import { startedService } from "./services/started-service.js";
import { tokenOf } from "./world/issuers.js";

const NOW = Date.UTC(2031, 5, 12, 10, 0, 7);

/** Documents whose calls curl can make without TLS, and with one token. */
const chosen = [...documents].filter(
  ([name, text]) =>
    isOurs(name) &&
    // Nothing passes them.
    !/^(no issuer|an answer)/.test(name) &&
    !/certificate|ip-filter|two tokens|tokens of two kinds|IpAddress [!=]=/i.test(`${name} ${text}`),
);

describe("the calls of an import, made by curl", function () {
  this.timeout(30_000);
  let folder: string;
  before(async function () {
    await serviceFor(this, async () => {
      const { code } = await run("curl", ["--version"], {});
      if (code !== 0)
        throw new MissingServiceError("curl is not on this machine. Install it: apt-get install curl");
    });
    folder = await mkdtemp(join(tmpdir(), "calls-"));
  });
  after(() => rm(folder, { recursive: true, force: true }));

  for (const [i, [name, text]] of chosen.entries())
    it(`${name}: are answered by the started application as the script expects`, async () => {
      const imported = await importLifted({ "api:orders": text });
      const { service, options } = await startedService(imported);
      const script = requestsOf(imported);
      const app = await frameworks[frameworkNames[i % frameworkNames.length]!](options!(() => NOW));
      try {
        const file = join(folder, "calls.sh");
        await writeFile(file, script);
        const { code, told } = await run("sh", [file], {
          ...variablesOf(script, service),
          BASE_URL: app.address,
        });
        expect(code, `${told}\n${script}`).to.equal(0);
        expect(told.includes("agrees")).to.equal(/^(admits|refuses) /m.test(script));
      } finally {
        await app.close();
      }
    });
});

const run = (
  command: string,
  args: readonly string[],
  env: Readonly<Record<string, string>>,
): Promise<{ readonly code: number; readonly told: string }> =>
  new Promise((resolve) => {
    const child = execFile(
      command,
      args,
      { env: { PATH: process.env["PATH"], ...env } },
      (error, out, problems) =>
        resolve({ code: child.exitCode ?? (error === null ? 0 : 1), told: `${out}${problems}` }),
    );
  });

/** Values for the variables that the head of a script describes. */
function variablesOf(script: string, service: Service): Readonly<Record<string, string>> {
  const valueOf = (name: string, meaning: string): string => {
    const [, kind, of = ""] = / to the (product|API) (.+)$/.exec(meaning) ?? [];
    if (name.startsWith("KEY_")) return keyOf(`/${kind === "API" ? "apis" : "products"}/${of}`, service);
    return name.startsWith("TOKEN") ? tokenFor(meaning, service) : (service.environment[name] ?? "");
  };
  const described = [...script.matchAll(/^# ([A-Z0-9_]+): (.*)$/gm)];
  return Object.fromEntries(
    described.map(([, name = "", meaning = ""]) => [name, valueOf(name, meaning)] as const),
  );
}

const keyOf = (scope: string, { subscriptions }: Service): string =>
  subscriptions.find((one) => one.scope === scope)!.primaryKey;

/** A token as it is described: with everything that the rules demand, but not what the description leaves out. */
function tokenFor(meaning: string, service: Service): string {
  const rules = [...rulesByPlace(service).values()].flat().map(({ when: _, ...rule }) => rule);
  const { tokens } = rightRequest({
    ...{ method: "GET", path: "/", place: { api: "orders", operation: "list" }, service, now: NOW, rules },
    entry: { product: "gold", subscription: undefined },
  });
  const [token] = Object.values(tokens);
  const claims: Record<string, unknown> = { ...token!.wish.claims };
  const [, missing] = / but not with (?:the claim )?(\S+)/.exec(meaning) ?? [];
  if (missing !== undefined) delete claims[missing];
  return tokenOf({ ...token!.wish, claims });
}
