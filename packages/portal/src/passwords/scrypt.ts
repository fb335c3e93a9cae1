import { randomBytes, timingSafeEqual } from "node:crypto";
import type { Derivation, Derive } from "./thread/scrypt-threads.js";

/** Parameters of scrypt (RFC 7914): `cost` is N, a power of two. */
interface Parameters {
  readonly cost: number;
  readonly blockSize: number;
  readonly parallelization: number;
}

/** 33 MiB, about a third of a second: one of the settings that the OWASP cheat sheet "Password Storage" lists for scrypt. */
const CURRENT: Parameters = { cost: 2 ** 15, blockSize: 8, parallelization: 3 };

/** Most memory that a stored hash may ask for, in bytes. */
const MOST_MEMORY = 256 * 2 ** 20;

const KEY_LENGTH = 32;
const SALT_LENGTH = 16;

/** A hash with its parameters. */
interface Hash extends Parameters {
  readonly salt: Buffer;
  readonly key: Buffer;
}

/** A hash of a password as a PHC string: `$scrypt$ln=15,r=8,p=3$salt$key`. `password`: as `normalPassword` returns it. */
export async function hashPassword(password: string, derive: Derive): Promise<string> {
  const salt = randomBytes(SALT_LENGTH);
  return phcOf({
    ...CURRENT,
    salt,
    key: await derive(derivationOf(password, { ...CURRENT, salt }, KEY_LENGTH)),
  });
}

/** A hash that no password has, for users who do not exist: comparing with it takes the same time. */
export const hashOfNoPassword = (): string =>
  phcOf({ ...CURRENT, salt: randomBytes(SALT_LENGTH), key: randomBytes(KEY_LENGTH) });

/** Whether a password is the one of a hash. False for a hash that is damaged or asks for too much. */
export async function isPasswordOf(phc: string, password: string, derive: Derive): Promise<boolean> {
  const hash = hashIn(phc);
  if (hash === undefined) return false;
  const key = await derive(derivationOf(password, hash, hash.key.length));
  return timingSafeEqual(key, hash.key);
}

/** Whether a hash was made with other parameters than those of new ones. */
export function isOutdated(phc: string): boolean {
  const hash = hashIn(phc);
  return (
    hash === undefined ||
    hash.cost !== CURRENT.cost ||
    hash.blockSize !== CURRENT.blockSize ||
    hash.parallelization !== CURRENT.parallelization ||
    hash.key.length !== KEY_LENGTH
  );
}

function derivationOf(
  password: string,
  { cost, blockSize, parallelization, salt }: Parameters & { readonly salt: Buffer },
  length: number,
): Derivation {
  // Node's default of 32 MiB is just below what these parameters take.
  const maxmem = memoryOf({ cost, blockSize, parallelization }) + 2 ** 20;
  return { password, salt, length, cost, blockSize, parallelization, maxmem };
}

const memoryOf = ({ cost, blockSize, parallelization }: Parameters): number =>
  128 * blockSize * (cost + parallelization + 2);

function phcOf({ cost, blockSize, parallelization, salt, key }: Hash): string {
  const parameters = `ln=${Math.log2(cost)},r=${blockSize},p=${parallelization}`;
  return ["", "scrypt", parameters, textOf(salt), textOf(key)].join("$");
}

// PHC strings have no padding.
const textOf = (bytes: Buffer): string => bytes.toString("base64").replaceAll("=", "");

const PHC = /^\$scrypt\$ln=(\d{1,2}),r=(\d{1,3}),p=(\d{1,3})\$([A-Za-z0-9+/]{1,88})\$([A-Za-z0-9+/]{22,88})$/;

function hashIn(phc: string): Hash | undefined {
  const [, ln = "", r = "", p = "", salt = "", key = ""] = PHC.exec(phc) ?? [];
  if (key === "") return undefined;
  const parameters = { cost: 2 ** Number(ln), blockSize: Number(r), parallelization: Number(p) };
  const { cost, blockSize, parallelization } = parameters;
  const isSound = cost > 1 && blockSize > 0 && parallelization > 0 && parallelization <= 16;
  if (!isSound || memoryOf(parameters) > MOST_MEMORY) return undefined;
  return { ...parameters, salt: Buffer.from(salt, "base64"), key: Buffer.from(key, "base64") };
}
