import { X509Certificate, generateKeyPair } from "node:crypto";
import { chmod, mkdir, readFile, writeFile } from "node:fs/promises";
import { isIP } from "node:net";
import { join } from "node:path";
import { promisify } from "node:util";
import { createCertificate } from "../keys/certificate.js";

/** What an https server needs, and the authority that its clients have to trust; all PEM. */
export interface TlsIdentity {
  readonly ca: string;
  readonly cert: string;
  readonly key: string;
}

const generate = promisify(generateKeyPair);
const day = 86_400_000;

/** The identity kept in `directory` while it is good for `host` and another week, or a new one. */
export async function obtainTlsIdentity(host: string, directory: string | undefined): Promise<TlsIdentity> {
  if (directory === undefined) return createTlsIdentity(host);
  const kept = await readIdentity(directory);
  if (kept !== undefined && isGood(kept, host)) return kept;
  const fresh = await createTlsIdentity(host);
  await keepIdentity(directory, fresh);
  return fresh;
}

/** Makes an authority and one server certificate; the authority's key is forgotten, so it can never sign another. */
async function createTlsIdentity(host: string): Promise<TlsIdentity> {
  const [authority, server] = await Promise.all([
    generate("ec", { namedCurve: "P-256" }),
    generate("ec", { namedCurve: "P-256" }),
  ]);
  const dates = { notBefore: Date.now() - day, notAfter: Date.now() + 397 * day };
  const name = "Product Auth emulator CA, for development only";
  const issuer = { name, publicKey: authority.publicKey };
  const signingKey = authority.privateKey;
  const ca = createCertificate({
    ...dates,
    subject: name,
    publicKey: authority.publicKey,
    signingKey,
    authority: true,
  });
  const hosts = [...new Set(["localhost", "127.0.0.1", "::1", host])];
  const subject = "Product Auth emulator";
  const leaf = createCertificate({
    ...dates,
    subject,
    publicKey: server.publicKey,
    issuer,
    signingKey,
    hosts,
  });
  const key = server.privateKey.export({ type: "pkcs8", format: "pem" }).toString();
  return { ca: pem(ca), cert: pem(leaf), key };
}

function pem(certificate: Buffer): string {
  return new X509Certificate(certificate).toString();
}

async function readIdentity(directory: string): Promise<TlsIdentity | undefined> {
  try {
    const read = (name: string): Promise<string> => readFile(join(directory, name), "utf8");
    const [ca, cert, key] = await Promise.all([read("ca.pem"), read("server.pem"), read("server-key.pem")]);
    return { ca, cert, key };
  } catch {
    return undefined; // not there yet, or not complete
  }
}

function isGood({ ca, cert }: TlsIdentity, host: string): boolean {
  try {
    const leaf = new X509Certificate(cert);
    const named = isIP(host) === 0 ? leaf.checkHost(host) : leaf.checkIP(host);
    const lasts = Date.parse(leaf.validTo) > Date.now() + 7 * day;
    return named !== undefined && lasts && leaf.verify(new X509Certificate(ca).publicKey);
  } catch {
    return false;
  }
}

async function keepIdentity(directory: string, { ca, cert, key }: TlsIdentity): Promise<void> {
  await mkdir(directory, { recursive: true, mode: 0o700 });
  await chmod(directory, 0o700);
  const files = { "ca.pem": ca, "server.pem": cert, "server-key.pem": key };
  for (const [name, text] of Object.entries(files)) {
    await writeFile(join(directory, name), text, { mode: 0o600 });
    await chmod(join(directory, name), 0o600); // an older file keeps its mode otherwise
  }
}
