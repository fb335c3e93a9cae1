import * as client from "openid-client";

/** Seconds for one answer of an issuer. */
const TIMEOUT = 5;
/** Seconds that the clocks of the issuer and of this machine may differ. */
const TOLERANCE = 60;

/** How the metadata of an issuer is found, and what the portal is there. */
export interface IssuerOfPortal {
  /** The issuer, whose metadata must name it exactly; or the whole address of the metadata, which is then not compared. */
  readonly server: URL;
  /** Whether the issuer is on this machine, without TLS. */
  readonly isPlain: boolean;
  readonly clientId: string;
  /** Client authentication, once the metadata says what the issuer takes. */
  readonly authentication: client.ClientAuth;
  readonly fetch: typeof globalThis.fetch | undefined;
}

/** Asks an issuer for its metadata. The configuration verifies the signature of every id_token. */
export function discoverIssuer(issuer: IssuerOfPortal): Promise<client.Configuration> {
  const { server, isPlain, clientId, authentication, fetch } = issuer;
  const extensions = [client.enableNonRepudiationChecks];
  if (isPlain) extensions.push(client.allowInsecureRequests);
  const metadata = { [client.clockTolerance]: TOLERANCE };
  return client.discovery(server, clientId, metadata, authentication, {
    timeout: TIMEOUT,
    execute: extensions,
    ...(fetch !== undefined && { [client.customFetch]: fetch as client.CustomFetch }),
  });
}

/** Calls `ask` once, for all who wait; again after a failure. */
export function onceUntilFailure<T>(ask: () => Promise<T>): () => Promise<T> {
  let found: Promise<T> | undefined;
  return () => {
    const asked = (found ??= ask());
    asked.catch(() => {
      if (found === asked) found = undefined;
    });
    return asked;
  };
}
