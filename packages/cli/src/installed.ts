import { Misuse } from "./misuse.js";

/** Who needs packages that may not be installed, and which. */
export interface Needed {
  /** A verb, or the scheme of an address. */
  readonly by: string;
  readonly packages: readonly string[];
  /** Whether they belong to the development dependencies. */
  readonly dev?: boolean;
}

/** What an import gives; rejects with the line that installs the packages when one of them is missing. */
export async function installed<T>(loading: Promise<T>, { by, packages, dev = false }: Needed): Promise<T> {
  try {
    return await loading;
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    const isMissing =
      code === "ERR_MODULE_NOT_FOUND" && packages.some((name) => message.includes(`'${name}'`));
    if (!isMissing) throw error;
    const what = packages.length === 1 ? "a package that is" : "packages that are";
    const line = ["npm install", ...(dev ? ["--save-dev"] : []), ...packages].join(" ");
    throw new Misuse(`${by} needs ${what} not installed: ${line}`, { cause: error });
  }
}
