// Shows that the registry of a rehearsal behaves as npm's where a release depends on it.
import { createHash } from "node:crypto";
import { startRegistry } from "./local-registry.mjs";

const NAME = "@product-auth/core";

/** What it answers wrongly, a sentence each. */
export async function plantedRegistryProblems() {
  const registry = await startRegistry({ refuseAfter: 1 });
  try {
    const wanted = [
      ["a package that was never published", await get(registry, NAME), 404],
      ["a version", await put(registry, NAME, "1.0.0"), 201],
      ["the package", await get(registry, NAME), 200],
      ["its tarball", await get(registry, `${NAME}/-/core-1.0.0.tgz`), 200],
      ["the same version again", await put(registry, NAME, "1.0.0"), 403],
      ["the package that it must refuse", await put(registry, "@product-auth/koa", "1.0.0"), 403],
      ["that package again", await put(registry, "@product-auth/koa", "1.0.0"), 201],
      ["a tarball that was changed", await put(registry, NAME, "1.0.1", "sha512-other"), 400],
      ["text that is not JSON", await send(registry, NAME, { method: "PUT", body: "{" }), 400],
      ["another address", await status(new URL("/", registry.url), {}), 404],
    ];
    return wanted
      .filter(([, answered, expected]) => answered !== expected)
      .map(([what, answered, expected]) => `${what} is answered ${answered}, not ${expected}`);
  } finally {
    await registry.close();
  }
}

function put(registry, name, version, integrity) {
  const bytes = Buffer.from(`${name} ${version}`);
  const sum = `sha512-${createHash("sha512").update(bytes).digest("base64")}`;
  const file = `${name.split("/")[1]}-${version}.tgz`;
  const dist = { integrity: integrity ?? sum, tarball: `${registry.url}${name}/-/${file}` };
  const body = JSON.stringify({
    versions: { [version]: { name, version, dist } },
    "dist-tags": { latest: version },
    _attachments: { [`${name}-${version}.tgz`]: { data: bytes.toString("base64") } },
  });
  return send(registry, name, { method: "PUT", body });
}

const get = (registry, path) => send(registry, path, {});

const send = (registry, path, request) => status(registry.url + path.replace("/", "%2f"), request);

async function status(url, request) {
  const response = await fetch(url, request);
  await response.arrayBuffer();
  return response.status;
}
