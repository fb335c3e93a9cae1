// A starter of examples/ as a user has it: copied out, installed from the tarballs, then what its own workflow runs, its
// container and `npm start`.
import { spawn } from "node:child_process";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { join } from "node:path";
import { buildImage } from "./dockerfile.mjs";
import { root } from "./files.mjs";
import { runBeside } from "./run-command.mjs";
import { expectStatus, whileStarted } from "./started-server.mjs";
import { installProject } from "./user-project.mjs";

export const starters = ["examples/express", "examples/koa", "examples/fastify"];

/** Checks one starter. `newFolder` makes an empty folder each time. */
export async function checkStarter(starter, tarballs, newFolder) {
  if (!existsSync(join(root, starter, "package.json")))
    throw new Error(`There is no ${starter}/package.json.`);
  const folder = newFolder();
  await installProject(starter, folder, tarballs);
  for (const command of ofWorkflow(folder)) await runBeside(command, { cwd: folder });
  await startsWithoutSettings(folder);
  await runsAsContainer(folder, newFolder);
}

/** What the starter's workflow runs, but for the installation and the image, which are made here. */
function ofWorkflow(folder) {
  const text = readFileSync(join(folder, ".github/workflows/ci.yml"), "utf8");
  const commands = [...text.matchAll(/^\s+- run: (.+?)(?: #.*)?$/gm)].map(([, command]) => command);
  const made = ["npm ci", "docker build ."];
  for (const needed of [...made, "npm test", "npm run routes"])
    if (!commands.includes(needed)) throw new Error(`.github/workflows/ci.yml does not run ${needed}.`);
  return commands.filter((command) => !made.includes(command));
}

/** `npm start` says where it listens; it is ready, and closed to a caller without a credential. */
async function startsWithoutSettings(folder) {
  await whileStarted("npm start", { cwd: folder }, async (origin) => {
    await expectStatus(`${origin}/health/ready`, 200);
    await expectStatus(`${origin}/orders`, 401);
  });
}

/** What the Dockerfile describes: without tools and settings of developers, healthy as a plain user, ended by SIGTERM. */
async function runsAsContainer(folder, newFolder) {
  writeFileSync(join(folder, ".env"), "PORT=1\n"); // must not get into the image
  const image = await buildImage(folder, newFolder());
  for (const unwanted of [".env", "test", "node_modules/typescript", "node_modules/@product-auth/emulator"])
    if (existsSync(join(image.folder, unwanted))) throw new Error(`The image contains ${unwanted}.`);
  if (image.user !== "node") throw new Error("The image does not run as the user node.");

  const subscriptions = join(newFolder(), "subscriptions.json");
  writeFileSync(subscriptions, JSON.stringify([{ id: "one", scope: "/products/pro", primaryKey: KEY }]));
  const options = {
    cwd: image.folder,
    env: {
      ...image.environment,
      PORT: String(await freePort()),
      AZURE_TENANT_ID: "aaaabbbb-0000-cccc-1111-dddd2222eeee",
      AZURE_AUTHORITY_HOST: "https://login.invalid", // never answers: nothing depends on the network
      STARTER_AUDIENCE: "api://55556666-ffff-7777-aaaa-8888bbbb9999",
      PRO_AUDIENCE: "api://7b0c9e11-2222-4333-8444-955566667777",
      SUBSCRIPTIONS_FILE: subscriptions,
    },
    ...(process.getuid?.() === 0 && { uid: NOBODY, gid: NOBODY }),
  };
  const [command, ...words] = image.command;
  const server = started(command, options, words);
  try {
    await server.origin;
    const origin = `http://127.0.0.1:${options.env.PORT}`;
    await expectCode(image.healthCheck, options, 0);
    await expectStatus(`${origin}/orders`, 401);
    await expectStatus(`${origin}/reports/2026`, 200, { "ocp-apim-subscription-key": KEY });
    server.child.kill("SIGTERM");
    const code = await server.ended;
    if (code !== 0) throw new Error(`The container ended with ${code} at SIGTERM.\n${server.output()}`);
    await expectCode(image.healthCheck, options, 1);
    await explainsLog(folder, server.output());
  } finally {
    server.child.kill("SIGKILL");
  }
}

/** The README's command explains the last decision of that log about the request with a key: it was admitted. */
async function explainsLog(folder, log) {
  const lines = log.split("\n").filter((line) => line.includes(OF_REPORTS)); // a port is open to everything on the machine
  writeFileSync(join(folder, "api.log"), lines.join("\n"));
  try {
    await runBeside("npx product-auth explain --log - < api.log", { cwd: folder }); // fails unless admitted
  } catch (error) {
    throw new Error(`${error.message}\nThe whole log:\n${log}`, { cause: error });
  }
}

/** What the line of that request has in it. */
const OF_REPORTS = '"path":"/reports/2026"';

/** Opens the product "pro" in the container. */
const KEY = "a-key-for-the-container";

/** The id of a user without rights, as `node` is in the image. */
const NOBODY = 65_534;

function started(command, options, words = []) {
  const child = spawn(command, words, { ...options, stdio: ["ignore", "pipe", "pipe"] });
  const ended = new Promise((resolve) => child.once("close", resolve)); // its output has been read then
  let output = "";
  const origin = new Promise((resolve, reject) => {
    const stop = (why) => reject(new Error(`${command} ${why}\n${output}`));
    setTimeout(stop, 30_000, "did not say within 30 s where it listens").unref();
    child.on("error", ({ message }) => stop(message));
    child.on("exit", (code) => stop(`ended with ${code}`));
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding("utf8").on("data", (text) => {
        output += text;
        const found = /"msg":"Listening on (http:[^"]+)"/.exec(output)?.[1];
        if (found !== undefined) resolve(found);
      });
    }
  });
  origin.catch(() => undefined); // a failure is reported by who waits for it
  return { child, origin, ended, output: () => output };
}

async function expectCode([command, ...words], options, expected) {
  const check = spawn(command, words, { ...options, stdio: "ignore" });
  const code = await new Promise((resolve) => check.once("exit", resolve));
  if (code !== expected) throw new Error(`HEALTHCHECK ended with ${code}, not ${expected}.`);
}

function freePort() {
  return new Promise((resolve) => {
    const server = createServer().listen(0, "127.0.0.1", () => {
      const { port } = server.address();
      server.close(() => resolve(port));
    });
  });
}
