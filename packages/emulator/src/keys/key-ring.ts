import { makeSigningKey, type SigningKey } from "./signing-key.js";

/** Rotation in the steps in which it really happens, or all at once ("Signing key rollover", Microsoft identity platform). */
export interface Keys {
  /** What the keys documents list now. */
  readonly published: () => { kid: string }[];
  /** The key that signs now. */
  readonly signingKid: string;
  /** Step 1: lists a new key and returns its kid; it does not sign yet. */
  readonly publish: () => Promise<string>;
  /** Step 2: signs with a listed key from now on. */
  readonly signWith: (kid: string) => void;
  /** Step 3: takes a key off the list; the one that signs cannot go. */
  readonly retire: (kid: string) => void;
  /** All three at once, as after a leak: returns the new kid. */
  readonly emergency: () => Promise<string>;
}

/** The keys with their private halves, for the parts that sign and publish. */
export interface KeyRing {
  readonly keys: Keys;
  readonly current: () => SigningKey;
  readonly list: () => readonly SigningKey[];
}

/** Makes two keys in parallel: one that signs and one that is only ever published, as Entra has many. */
export async function createKeyRing(now: () => number): Promise<KeyRing> {
  let made = 0;
  const make = () => makeSigningKey(made++, now());
  const [first, standby] = await Promise.all([make(), make()]);
  let current = first;
  let list: readonly SigningKey[] = [standby, first];

  const find = (kid: string): SigningKey => {
    const key = list.find((one) => one.kid === kid);
    if (key === undefined) throw new Error(`No published key has the kid "${kid}".`);
    return key;
  };
  const publish = async (): Promise<SigningKey> => {
    const key = await make();
    list = [...list, key];
    return key;
  };
  const keys: Keys = {
    published: () => list.map(({ kid }) => ({ kid })),
    get signingKid() {
      return current.kid;
    },
    publish: async () => (await publish()).kid,
    signWith(kid) {
      current = find(kid);
    },
    retire(kid) {
      const key = find(kid);
      if (key === current)
        throw new Error("This key signs: call signWith with another one first, or emergency().");
      list = list.filter((one) => one !== key);
    },
    async emergency() {
      const leaked = current;
      current = await publish();
      list = list.filter((one) => one !== leaked);
      return current.kid;
    },
  };
  return { keys, current: () => current, list: () => list };
}
