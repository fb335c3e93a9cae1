import type { InspectedFramework } from "./inspected-framework.js";

type Finding = Pick<InspectedFramework, "wanted" | "isApplication" | "applicationOf">;

/** Functions that are called to make the application; no other is, unless it is asked for by its name. */
const MAKER = /^(?:default|app|application|server|(?:create|make|build|get)(?:App|Application|Server)?)$/;

/** Finds the application among a module's exports; throws what to export when there is none. */
export async function findApplication(
  exports: Readonly<Record<string, unknown>>,
  wanted: string | undefined,
  framework: Finding,
): Promise<unknown> {
  if (wanted !== undefined && !Object.hasOwn(exports, wanted)) throw misfit(exports, framework, wanted);
  const makers: string[] = [];
  for (const name of wanted === undefined ? inOrder(exports) : [wanted]) {
    const given = exports[name];
    const found = (await applicationIn(given, framework)) ?? (await madeBy(given, name, wanted, framework));
    if (found !== undefined) return found;
    if (typeof given === "function" && MAKER.test(name)) makers.push(name);
  }
  throw misfit(exports, framework, wanted, makers[0]);
}

function inOrder(exports: Readonly<Record<string, unknown>>): readonly string[] {
  const usual = ["app", "default"].filter((name) => Object.hasOwn(exports, name));
  return [...usual, ...Object.keys(exports).filter((name) => !usual.includes(name))];
}

/** The application that a value is, promises or holds as `app`. */
async function applicationIn(value: unknown, { isApplication }: Finding): Promise<unknown> {
  if (isApplication(value)) return value;
  const settled = value instanceof Promise ? await (value as Promise<unknown>) : value;
  if (isApplication(settled)) return settled;
  if (typeof settled !== "object" || settled === null) return undefined;
  // Compiled CommonJS has its default export in the one that `import()` sees.
  const { app, default: inner } = settled as { app?: unknown; default?: unknown };
  return [app, inner].find(isApplication);
}

async function madeBy(
  value: unknown,
  name: string,
  wanted: string | undefined,
  framework: Finding,
): Promise<unknown> {
  if (typeof value !== "function" || !(MAKER.test(name) || name === wanted)) return undefined;
  const make = value as (...args: never[]) => unknown;
  if (make.length > 0) return framework.applicationOf?.(make);
  return applicationIn(await make(), framework);
}

function misfit(
  exports: Readonly<Record<string, unknown>>,
  { wanted }: Finding,
  name?: string,
  maker?: string,
): NoApplication {
  const names = Object.keys(exports);
  const found = names.length === 0 ? "it exports nothing" : `it exports ${names.join(", ")}`;
  const without =
    name === undefined
      ? `no export is ${wanted}`
      : names.includes(name)
        ? `the export ${name} is not ${wanted} and makes none`
        : `there is no export ${name}`;
  const why = maker === undefined ? "" : ` (${maker} makes none without arguments)`;
  const what = "export const app = …, or a function without parameters that makes it";
  return new NoApplication(`${without}; ${found}${why}. Export it there, or from a file for this: ${what}.`);
}

/** The module does not export what is looked for. */
export class NoApplication extends Error {
  override readonly name = "NoApplication";
}
