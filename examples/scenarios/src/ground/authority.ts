import { createPrivateKey, createPublicKey, randomBytes } from "node:crypto";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import {
  makeCertificate,
  type CertificateRequest,
  type MadeCertificate,
} from "@product-auth/testkit/certificates";

/** A certificate authority in a temporary folder. Nothing is installed: only processes that name its file trust it. */
export interface Authority {
  /** Has `ca.pem`, and `server.pem` and `server-key.pem` for this machine. */
  readonly folder: string;
  /** For `NODE_EXTRA_CA_CERTS`, and for the `ca` options of servers that ask for client certificates. */
  readonly caFile: string;
  /** PEM. */
  readonly ca: string;
  /** For servers on `localhost` and 127.0.0.1; PEM. */
  readonly server: { readonly cert: string; readonly key: string };
  /** Issues a client certificate. */
  issueClient(subject: string): MadeCertificate;
}

const SUBJECT = "Product Auth scenario CA, for development only";
const DAY = 86_400_000;

/** Makes an authority and the certificate of the servers. Gives the folder, which the caller removes. */
export async function makeAuthority(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), "product-auth-scenario-")); // only this account can read it
  const ca = makeCertificate({ ...dated(), subject: SUBJECT, authority: true });
  const server = makeCertificate({
    ...dated(),
    subject: "localhost",
    issuer: ca,
    dnsNames: ["localhost"],
    ipAddresses: ["127.0.0.1"],
    purposes: ["serverAuth"],
  });
  const files = {
    "ca.pem": ca.pem,
    "ca-key.pem": ca.privateKey,
    "server.pem": server.pem,
    "server-key.pem": server.privateKey,
  };
  for (const [name, text] of Object.entries(files))
    await writeFile(join(folder, name), text, { mode: 0o600 });
  return folder;
}

export const removeAuthority = (folder: string): Promise<void> =>
  rm(folder, { recursive: true, force: true });

/** Reads the authority that another process has made. */
export async function readAuthority(folder: string): Promise<Authority> {
  const read = (name: string): Promise<string> => readFile(join(folder, name), "utf8");
  const [pem, caKey, cert, key] = await Promise.all(
    ["ca.pem", "ca-key.pem", "server.pem", "server-key.pem"].map(read),
  );
  const privateKey = createPrivateKey(caKey!);
  const issuer = {
    subject: [[["CN", SUBJECT] as const]],
    keys: { privateKey, publicKey: createPublicKey(privateKey) },
  };
  return {
    folder,
    caFile: join(folder, "ca.pem"),
    ca: pem!,
    server: { cert: cert!, key: key! },
    issueClient: (subject) => makeCertificate({ ...dated(), subject, issuer, purposes: ["clientAuth"] }),
  };
}

/** Valid for ten days: the issuer replaces a certificate that ends within a week. */
function dated(): Pick<CertificateRequest, "from" | "to" | "serialNumber"> {
  const now = Date.now();
  return { from: now - DAY, to: now + 10 * DAY, serialNumber: `1${randomBytes(8).toString("hex")}` };
}
