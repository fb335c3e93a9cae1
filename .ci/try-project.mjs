// Uses a project as its README says: tests it, writes .env, starts it, makes a subscription, gets a token, calls it.
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout } from "node:timers/promises";
import { MissingServiceError, startPostgres, startRedis } from "@product-auth/testkit/services";
import { runBeside } from "./run-command.mjs";
import { expectStatus, whileStarted } from "./started-server.mjs";

/** What a user writes to .env where .env.example leaves a gap. */
const REGISTERED = {
  STARTER_AUDIENCE: "api://55556666-ffff-7777-aaaa-8888bbbb9999",
  PORTAL_CLIENT_ID: "11112222-bbbb-3333-cccc-4444dddd5555",
  PORTAL_CLIENT_SECRET: "a-test-secret",
};

/** Rejects when anything is not as the README of the project says. `folder`: where the project is, installed. */
export async function tryProject({ facts, files }, folder) {
  await runBeside("npm test", { cwd: folder });
  const store = await storeOf(facts);
  if (store === undefined) return;
  writeFileSync(join(folder, ".env"), filled(files.get(".env.example"), store));
  await whileStarted(facts.local ? "npm run dev" : "npm start", { cwd: folder }, async (origin, output) => {
    await expectStatus(`${origin}/health/live`, 200);
    await expectStatus(`${origin}/orders`, 401);
    if (facts.portal) {
      const page = await expectStatus(`${origin}/developer/products`, 200);
      if (!page.includes("Starter")) throw new Error("The portal does not show the product.");
    }
    const credentials = {
      ...(facts.keys && { "ocp-apim-subscription-key": await newKey(folder, files) }),
      ...(facts.tokens && facts.local && { authorization: `Bearer ${await newToken(output())}` }),
    };
    const enough = facts.both ? facts.local : facts.keys || facts.local;
    if (enough) await soon(() => expectStatus(`${origin}/orders`, 200, credentials));
  });
}

/** Tries again for ten seconds: a file is looked at every two seconds, besides the events of the file system. */
async function soon(check) {
  const end = Date.now() + 10_000;
  for (;;) {
    try {
      return await check();
    } catch (error) {
      if (Date.now() > end) throw error;
      await setTimeout(200);
    }
  }
}

/**
 * The server that the project needs, as its variable; started once for all projects. Undefined where it is not installed; on the
 * build server that is a failure.
 */
async function storeOf({ postgres, redis }) {
  try {
    if (postgres) return { DATABASE_URL: (await startPostgres()).url };
    if (redis) return { REDIS_URL: (await startRedis()).url };
    return {};
  } catch (error) {
    if (!(error instanceof MissingServiceError) || (process.env.CI ?? "") !== "") throw error;
    console.log(`SKIPPED: ${error.message}`);
    return undefined;
  }
}

/** `.env` from `.env.example`, without the port, which the caller chooses. */
function filled(example, store) {
  const values = { ...REGISTERED, ...store };
  return example
    .replace(/^PORT=.*\n/m, "")
    .replaceAll(/^([A-Z_]+)=(.*)$/gm, (line, name) => (name in values ? `${name}=${values[name]}` : line));
}

/** Runs the command of the README that makes a subscription, which finds the store as written. Resolves to its primary key. */
async function newKey(folder, files) {
  const command = /^n\S+ .*\bproduct-auth\S* subscriptions create .*$/m.exec(files.get("README.md"))?.[0];
  const json = await runBeside(`${command} --json`, { cwd: folder });
  return JSON.parse(json).primaryKey;
}

/** Sends the request of the `curl` line that the project has printed. Resolves to the token. */
async function newToken(output) {
  const [, url, parameters] = /^ *curl -s (\S+) (.*)$/m.exec(output) ?? [];
  const body = new URLSearchParams(parameters.replaceAll(/(?:^| )-d /g, "&"));
  const response = await fetch(url, { method: "POST", body });
  return (await response.json()).access_token;
}
