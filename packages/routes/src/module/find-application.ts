import type { InspectedFramework, Surroundings } from "./inspected-framework.js";

/** An application with the framework that it is of. */
export interface Application {
  readonly application: unknown;
  readonly framework: InspectedFramework;
}

/** Functions that are called to make the application; no other is, unless it is asked for by its name. */
const MAKER = /^(?:default|app|application|server|(?:create|make|build|get)(?:App|Application|Server)?)$/;

/** Finds the application among a module's exports; throws what to export when there is none. */
export async function findApplication(
  exports: Readonly<Record<string, unknown>>,
  name: string | undefined,
  frameworks: readonly InspectedFramework[],
  surroundings: Surroundings,
): Promise<Application> {
  if (name !== undefined && !Object.hasOwn(exports, name)) throw misfit(exports, frameworks, name);
  const isMaker = (each: string) =>
    typeof exports[each] === "function" && (MAKER.test(each) || each === name);
  const names = name === undefined ? inOrder(exports) : [name];
  for (const each of names) {
    const given = exports[each];
    const found =
      (await applicationIn(given, frameworks)) ?? (await madeBy(given, isMaker(each), frameworks));
    if (found !== undefined) return found;
  }
  // Only when nothing else is an application: what takes arguments may be made for something else.
  for (const each of names.filter(isMaker)) {
    const found = await pluggedIn(exports[each] as Maker, frameworks, surroundings);
    if (found !== undefined) return found;
  }
  const maker = names.find((each) => isMaker(each) && MAKER.test(each));
  throw misfit(exports, frameworks, name, maker);
}

type Maker = (...args: never[]) => unknown;

function inOrder(exports: Readonly<Record<string, unknown>>): readonly string[] {
  const usual = ["app", "default"].filter((name) => Object.hasOwn(exports, name));
  return [...usual, ...Object.keys(exports).filter((name) => !usual.includes(name))];
}

/** The application that a value is, promises or holds as `app`. */
async function applicationIn(
  value: unknown,
  frameworks: readonly InspectedFramework[],
): Promise<Application | undefined> {
  const recognized = (application: unknown) => {
    const framework = frameworks.find(({ isApplication }) => isApplication(application));
    return framework && { application, framework };
  };
  const settled = value instanceof Promise ? await (value as Promise<unknown>) : value;
  const itself = recognized(settled);
  if (itself !== undefined || typeof settled !== "object" || settled === null) return itself;
  // Compiled CommonJS has its default export in the one that `import()` sees.
  const { app, default: inner } = settled as { app?: unknown; default?: unknown };
  return recognized(app) ?? recognized(inner);
}

async function madeBy(value: unknown, isMaker: boolean, frameworks: readonly InspectedFramework[]) {
  if (!isMaker) return undefined;
  const make = value as () => unknown;
  return make.length > 0 ? undefined : applicationIn(await make(), frameworks);
}

/** The application that a framework makes of a function with parameters. */
async function pluggedIn(
  make: Maker,
  frameworks: readonly InspectedFramework[],
  surroundings: Surroundings,
): Promise<Application | undefined> {
  if (make.length === 0) return undefined;
  for (const framework of frameworks) {
    const application = await framework.applicationOf?.(make, surroundings);
    if (application !== undefined) return { application, framework };
  }
  return undefined;
}

function misfit(
  exports: Readonly<Record<string, unknown>>,
  frameworks: readonly InspectedFramework[],
  name?: string,
  maker?: string,
): NoApplication {
  const wanted = new Intl.ListFormat("en", { type: "disjunction" }).format(
    frameworks.map((each) => each.wanted),
  );
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
