import type { X509Certificate } from "node:crypto";
import { LRUCache } from "lru-cache";
import type { RequestView } from "../../request/request-view.js";
import type { AddressList } from "./address-list.js";
import { connectionOf, type Connection } from "./connection-of.js";
import { readForwarded, type CertificateFormat } from "./forwarded-certificate.js";
import { normalizeAddress } from "./normalize-address.js";
import { PresentedCertificate } from "./presented-certificate.js";

/** Where client certificates come from, settled. */
export interface CertificateSettings {
  readonly authorities: readonly X509Certificate[];
  readonly from: "connection" | ForwardedFrom;
}

/** A header field of a proxy. */
export interface ForwardedFrom {
  /** Names in lower case. */
  readonly header: string;
  readonly chainHeader: string | undefined;
  readonly format: CertificateFormat;
  /** The proxies that are believed, by the address of the connection. */
  readonly proxies: AddressList;
}

/** What a request presents. */
export type Presented = PresentedCertificate | "missing" | { readonly malformed: string };

/** Finds the certificates of callers, and keeps what is known about them. Belongs to an instance. */
export class CertificateSource {
  readonly #settings: CertificateSettings;
  /** The latest address that was found to be a proxy's. */
  #proxy: string | undefined;
  /** By connection: one connection carries many requests. */
  readonly #bySocket = new WeakMap<object, PresentedCertificate>();
  readonly #byText = new LRUCache<string, PresentedCertificate>({ max: MAX_KNOWN });
  /** By SHA-256: a TLS session that is resumed does not repeat the certificates of the chain. */
  readonly #byThumbprint = new LRUCache<string, PresentedCertificate>({ max: MAX_KNOWN });

  constructor(settings: CertificateSettings) {
    this.#settings = settings;
  }

  read(view: RequestView): Presented {
    const { from } = this.#settings;
    const socket = connectionOf(view);
    return from === "connection" ? this.#ofConnection(socket) : this.#ofHeader(from, view, socket);
  }

  #ofConnection(socket: Connection | undefined): Presented {
    if (typeof socket?.getPeerX509Certificate !== "function") return "missing";
    const known = this.#bySocket.get(socket);
    if (known !== undefined) return known;
    // `null` when the connection has ended.
    const certificate = socket.getPeerX509Certificate() ?? undefined;
    if (certificate === undefined) return "missing";
    if (certificate.raw.length > MAX_LENGTH) return { malformed: "a certificate that is too long" };
    const presented = this.#known(certificate, socket.authorized === true);
    this.#bySocket.set(socket, presented);
    return presented;
  }

  #known(certificate: X509Certificate, isAuthorized: boolean): PresentedCertificate {
    const known = this.#byThumbprint.get(certificate.fingerprint256);
    if (known?.isAuthorized === isAuthorized) return known;
    const sent = issuersOf(certificate);
    const presented = new PresentedCertificate(certificate, sent, this.#settings.authorities, isAuthorized);
    if (presented.paths.length > 0) this.#byThumbprint.set(certificate.fingerprint256, presented);
    return presented;
  }

  // The address of the connection, never a forwarded one: that is a header as well. Most requests come from one proxy.
  #isProxy({ proxies }: ForwardedFrom, remoteAddress: string | undefined): boolean {
    if (remoteAddress === undefined) return false;
    if (remoteAddress === this.#proxy) return true;
    const address = normalizeAddress(remoteAddress);
    if (address === undefined || !proxies.has(address)) return false;
    this.#proxy = remoteAddress;
    return true;
  }

  #ofHeader(from: ForwardedFrom, view: RequestView, socket: Connection | undefined): Presented {
    if (!this.#isProxy(from, socket?.remoteAddress)) return "missing";
    const text = view.header(from.header);
    const chain = from.chainHeader === undefined ? undefined : view.header(from.chainHeader);
    if (text === undefined || text === "") return "missing";
    if (typeof text !== "string" || Array.isArray(chain)) return { malformed: "a field that was sent twice" };
    const chainText = chain === "" ? undefined : (chain as string | undefined);
    if (text.length > MAX_LENGTH || (chainText?.length ?? 0) > MAX_LENGTH)
      return { malformed: "a field that is too long" };
    const key = chainText === undefined ? text : `${text}\n${chainText}`;
    const known = this.#byText.get(key);
    if (known !== undefined) return known;
    const found = readForwarded(from.format, text, chainText);
    if (found === undefined) return { malformed: `a field that is not in the format ${from.format}` };
    const { certificate, sent } = found;
    const presented = new PresentedCertificate(certificate, sent, this.#settings.authorities, false);
    this.#byText.set(key, presented);
    return presented;
  }
}

/** Certificates of each kind that are remembered. */
const MAX_KNOWN = 256;
/** 16 KiB, for a header field and for a certificate. */
const MAX_LENGTH = 16_384;
/** Certificates that are read beside the client's own. */
const MAX_SENT = 8;

function issuersOf(certificate: X509Certificate): readonly X509Certificate[] {
  const found: X509Certificate[] = [];
  for (let issuer = certificate.issuerCertificate; issuer !== undefined; issuer = issuer.issuerCertificate) {
    if (found.length === MAX_SENT || issuer.raw.length > MAX_LENGTH) break;
    found.push(issuer);
  }
  return found;
}
