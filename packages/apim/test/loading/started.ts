import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createProductAuth, type ProductAuth, type ProductAuthOptions } from "@product-auth/core";
import { loadImported, type ImportedOptions } from "@product-auth/apim";
import { catalogFiles } from "#src/writing/catalog-files.js";
import type { Held, Writable } from "#src/writing/points.js";

/** Options of an instance from the written files of an import, and what they say is held. `edited`: added to the options. */
export async function loaded(
  imported: Writable,
  env: Readonly<Record<string, string>> = {},
  edited: object = {},
): Promise<{ readonly options: ImportedOptions; readonly held: readonly Held[] }> {
  const folder = await mkdtemp(join(tmpdir(), "imported-"));
  try {
    for (const [name, text] of catalogFiles(imported)) {
      const content = { ...(JSON.parse(text) as object), ...(name === "options.json" && edited) };
      await writeFile(join(folder, name), JSON.stringify(content));
    }
    let held: readonly Held[] = [];
    const options = await loadImported(folder, env, { onHeld: (found) => (held = found) });
    return { options, held };
  } finally {
    await rm(folder, { recursive: true });
  }
}

export interface Call {
  readonly method?: string;
  readonly path: string;
  /** Names in lower case. */
  readonly headers?: Readonly<Record<string, string>>;
  readonly query?: Readonly<Record<string, string>>;
  readonly address?: string;
}

/** An instance that was started from an import, and the status of calls to it: 200 where it admits. */
export interface Started {
  readonly auth: ProductAuth<string, string>;
  readonly held: readonly Held[];
  call(call: Call): Promise<number>;
}

export async function started(
  imported: Writable,
  {
    env = {},
    edited = {},
    ...more
  }: Partial<ProductAuthOptions<string, string>> & {
    readonly env?: Readonly<Record<string, string>>;
    readonly edited?: object;
  } = {},
): Promise<Started> {
  const { options, held } = await loaded(imported, env, edited);
  const auth = createProductAuth<string, string>({ ...options, ...more });
  return {
    auth,
    held,
    async call({ method = "GET", path, headers = {}, query = {}, address = "192.0.2.1" }) {
      const view = {
        ...{ method, path },
        header: (name: string) => headers[name],
        query: (name: string) => query[name],
        address: () => address,
      };
      const decision = await auth.authorize(view, auth.anyProduct);
      return decision.outcome === "admit" ? 200 : auth.answer(decision).status;
    },
  };
}
