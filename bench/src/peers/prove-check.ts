import { withBadSignature } from "../world/spoil.js";
import type { Peer } from "./peer.js";

/** Throws unless a checker takes a good token and refuses it with a bad signature. */
export async function proveCheck({ name, check }: Peer, token: string): Promise<void> {
  try {
    await check(`Bearer ${token}`);
  } catch (error) {
    throw new Error(`${name} refuses a good token`, { cause: error });
  }
  const refused = await Promise.resolve()
    .then(() => check(`Bearer ${withBadSignature(token)}`))
    .then(
      () => false,
      () => true,
    );
  if (!refused) throw new Error(`${name} takes a token with a bad signature`);
}
