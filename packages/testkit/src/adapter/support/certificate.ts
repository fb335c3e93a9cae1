import { generateKeyPairSync, KeyObject, sign, X509Certificate } from "node:crypto";
import type { Signer } from "./signer.js";

/** A certificate of a signer's public key, in PEM, as a gateway's certificate store hands it out. */
export function certificateFor({ publicKey }: Signer): string {
  const authority = generateKeyPairSync("ec", { namedCurve: "P-256" });
  const algorithm = der(0x30, der(0x06, Buffer.from("2a8648ce3d040302", "hex"))); // ecdsa-with-SHA256
  const commonName = der(0x30, der(0x06, Buffer.from("550403", "hex")), der(0x0c, Buffer.from("orders")));
  const name = der(0x30, der(0x31, commonName));
  const time = (text: string) => der(0x17, Buffer.from(text));
  const spki = KeyObject.from(publicKey).export({ type: "spki", format: "der" });
  const validity = der(0x30, time("250101000000Z"), time("491231235959Z"));
  const body = der(0x30, der(0x02, Buffer.from([1])), algorithm, name, validity, name, spki);
  const signature = sign("sha256", body, authority.privateKey);
  const written = der(0x30, body, algorithm, der(0x03, Buffer.from([0]), signature));
  return new X509Certificate(written).toString();
}

/** One value in DER (X.690 §8.1): tag, length, content. */
function der(tag: number, ...content: Buffer[]): Buffer {
  const body = Buffer.concat(content);
  const { length } = body;
  const size =
    length < 0x80 ? [length] : length < 0x100 ? [0x81, length] : [0x82, length >> 8, length & 0xff];
  return Buffer.concat([Buffer.from([tag, ...size]), body]);
}
