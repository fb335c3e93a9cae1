// An npm registry in memory, on loopback, for the packages of one rehearsal: PUT stores what `npm publish` and
// `lerna publish` send, GET answers packuments and tarballs. It serves one scope; npm asks its configured registry for
// all other packages.
import { createHash, randomUUID } from "node:crypto";
import { createServer } from "node:http";

const MOST_BYTES = 64 * 1024 * 1024;

/**
 * Starts it. `url` is its address, `packages` what was published, by name: `{ version, manifest, tarball }`. With `refuseAfter`,
 * it refuses one more package than that number, once, as a registry does that fails half way.
 */
export async function startRegistry({ refuseAfter = Infinity } = {}) {
  // npm caches by address, and a port may be given out again: an address is never that of an earlier rehearsal.
  const base = `/${randomUUID()}/`;
  const packuments = new Map();
  const tarballs = new Map();
  const packages = new Map();
  let refusals = 0;
  const server = createServer((request, response) => {
    answerTo(request).then(
      ({ status, body }) => {
        response.writeHead(status, { "cache-control": "no-store", "content-type": typeOf(body) });
        response.end(Buffer.isBuffer(body) ? body : JSON.stringify(body));
      },
      (error) => response.writeHead(400).end(JSON.stringify({ error: error.message })),
    );
  });
  await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
  const url = `http://127.0.0.1:${server.address().port}${base}`;
  return { url, packages, close: () => new Promise((resolve) => closeAll(server, resolve)) };

  async function answerTo(request) {
    if (!request.url.startsWith(base)) return refused(404, "This is not the address of the registry.");
    const path = decodeURIComponent(request.url.slice(base.length).replace(/\?.*$/, ""));
    if (request.method === "PUT") return publish(path, JSON.parse(await textOf(request)));
    if (request.method !== "GET") return refused(405, `${request.method} is not served.`);
    const body = packuments.get(path) ?? tarballs.get(path);
    return body === undefined ? refused(404, `There is no ${path}.`) : { status: 200, body };
  }

  function publish(name, { versions, "dist-tags": tags, _attachments: attachments }) {
    const [[version, manifest]] = Object.entries(versions);
    const known = packuments.get(name);
    if (known?.versions[version] !== undefined)
      return refused(403, `You cannot publish over the version ${version} of ${name}.`);
    if (packages.size >= refuseAfter && refusals++ === 0)
      return refused(403, "This registry refuses one package.");
    const [attachment] = Object.values(attachments);
    const tarball = Buffer.from(attachment.data, "base64");
    if (integrityOf(tarball) !== manifest.dist.integrity)
      return refused(400, `The tarball of ${name} does not have the integrity that its manifest states.`);
    packuments.set(name, {
      name,
      versions: { ...known?.versions, [version]: manifest },
      "dist-tags": { ...known?.["dist-tags"], ...tags },
    });
    tarballs.set(decodeURIComponent(new URL(manifest.dist.tarball).pathname.slice(base.length)), tarball);
    packages.set(name, { version, manifest, tarball });
    return { status: 201, body: { ok: true } };
  }
}

const refused = (status, error) => ({ status, body: { error } });

const typeOf = (body) => (Buffer.isBuffer(body) ? "application/octet-stream" : "application/json");

const integrityOf = (bytes) => `sha512-${createHash("sha512").update(bytes).digest("base64")}`;

async function textOf(request) {
  const chunks = [];
  let size = 0;
  for await (const chunk of request) {
    size += chunk.length;
    if (size > MOST_BYTES) throw new Error(`The body is larger than ${MOST_BYTES} bytes.`);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString("utf8");
}

function closeAll(server, resolve) {
  server.close(resolve);
  server.closeAllConnections();
}
