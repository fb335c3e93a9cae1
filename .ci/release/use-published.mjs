// Uses the published packages as their first user does: a starter with the versions that it names, and a project of
// `npm create`, each in a clean folder that knows the registry of the rehearsal by one option of npm.
import { cpSync, readFileSync } from "node:fs";
import { basename, join } from "node:path";
import { runBeside } from "../run-command.mjs";
import { expectStatus, whileStarted } from "../started-server.mjs";

/** What `npm run` passes on from the .npmrc of the repository, which a user does not have: npm ignores an empty value. */
const env = { npm_config_strict_allow_scripts: "" };
const left = new Set(["node_modules", "dist"]);

/** Installs a copy of the starter at `starter` in `folder`, tests and starts it. */
export async function useStarter(starter, folder, registry) {
  cpSync(starter, folder, { recursive: true, filter: (path) => !left.has(basename(path)) });
  await install(folder, registry);
  await runBeside("npm test", { cwd: folder });
  await runBeside("npm run routes", { cwd: folder });
  await whileStarted("npm start", { cwd: folder }, (origin) => expectStatus(`${origin}/orders`, 401));
}

/** Makes a project below `folder`, as docs/start.md does, installs, tests and starts it. */
export async function useCreate(folder, registry) {
  await runBeside(`npm create --yes ${option(registry)} @product-auth@latest my-api -- --yes`, {
    cwd: folder,
    env,
  });
  const project = join(folder, "my-api");
  await install(project, registry);
  await runBeside("npm test", { cwd: project });
  await whileStarted("npm run dev", { cwd: project }, (origin) => expectStatus(`${origin}/orders`, 401));
}

async function install(folder, registry) {
  // The lock file must say where a package came from.
  const options = `${option(registry)} --omit-lockfile-registry-resolved=false`;
  await runBeside(`npm install ${options} --prefer-offline --no-audit --no-fund`, { cwd: folder, env });
  const { packages } = JSON.parse(readFileSync(join(folder, "package-lock.json"), "utf8"));
  const elsewhere = Object.entries(packages).filter(
    ([path, { resolved }]) =>
      path.startsWith("node_modules/@product-auth/") && !resolved?.startsWith(registry.url),
  );
  if (elsewhere.length > 0)
    throw new Error(
      `${elsewhere.map(([path]) => path).join(", ")} came from another place than the registry.`,
    );
}

const option = ({ url }) => `"--@product-auth:registry=${url}"`;
