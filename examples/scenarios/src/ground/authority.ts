import { createPrivateKey, createPublicKey, randomBytes } from "node:crypto";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { readFile } from "node:fs/promises";
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
  /** Issues a client certificate; with `flaw`, one that is not good. */
  issueClient(subject: string, flaw?: Partial<CertificateRequest>): MadeCertificate;
}

const SUBJECT = "Product Auth scenario CA, for development only";
const DAY = 86_400_000;

/** An authority that was made, for the process that issues certificates. */
export interface MadeAuthority {
  readonly folder: string;
  /** PEM. In no file: what a killed process leaves behind issues nothing. */
  readonly signingKey: string;
}

/** Makes an authority and the certificate of the servers, in a folder that is removed when this process exits. */
export function makeAuthority(): MadeAuthority {
  const folder = mkdtempSync(join(tmpdir(), "product-auth-scenario-")); // mode 0700
  removeAtExit(folder);
  const ca = makeCertificate({ ...dated(), subject: SUBJECT, authority: true });
  const server = makeCertificate({
    ...dated(),
    subject: "localhost",
    issuer: ca,
    dnsNames: ["localhost"],
    ipAddresses: ["127.0.0.1"],
    purposes: ["serverAuth"],
  });
  const files = { "ca.pem": ca.pem, "server.pem": server.pem, "server-key.pem": server.privateKey };
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text, { mode: 0o600 });
  return { folder, signingKey: ca.privateKey };
}

/** Also when the process ends with an error. */
export function removeAtExit(folder: string): void {
  process.once("exit", () => rmSync(folder, { recursive: true, force: true }));
}

/** Reads the authority that another process has made. */
export async function readAuthority({ folder, signingKey }: MadeAuthority): Promise<Authority> {
  const [ca, cert, key] = await Promise.all(
    ["ca.pem", "server.pem", "server-key.pem"].map((name) => readFile(join(folder, name), "utf8")),
  );
  const privateKey = createPrivateKey(signingKey);
  const issuer = {
    subject: [[["CN", SUBJECT] as const]],
    keys: { privateKey, publicKey: createPublicKey(privateKey) },
  };
  return {
    folder,
    caFile: join(folder, "ca.pem"),
    ca: ca!,
    server: { cert: cert!, key: key! },
    issueClient: (subject, flaw = {}) =>
      makeCertificate({ ...dated(), subject, issuer, purposes: ["clientAuth"], ...flaw }),
  };
}

/** Valid for ten days: the issuer replaces a certificate that ends within a week. */
function dated(): Pick<CertificateRequest, "from" | "to" | "serialNumber"> {
  const now = Date.now();
  return { from: now - DAY, to: now + 10 * DAY, serialNumber: `1${randomBytes(8).toString("hex")}` };
}
