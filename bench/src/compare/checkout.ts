import {
  cpSync,
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  symlinkSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { installPeers } from "../peers/install-peers.js";
import { linkModules } from "./link-modules.js";
import { runProgram, type ProgramOptions } from "./run-program.js";

const ROOT = fileURLToPath(new URL("../../../", import.meta.url));

/** A revision in a folder of its own, built, with the bench of the working tree beside its own. */
export interface Checkout {
  /** The working tree's compiled bench in a place where it loads the packages of the revision. */
  readonly bench: URL;
  /** Builds the revision's own bench and gives the place of it; undefined where there is none. */
  readonly ownBench: () => Promise<URL | undefined>;
  /** Removes all of it. */
  readonly close: () => Promise<void>;
}

/** The commit that a revision stands for, with its title; throws when git knows no such revision. */
export async function findCommit(revision: string): Promise<{ id: string; title: string }> {
  const words = ["log", "-1", "--format=%H %h %s", "--end-of-options", `${revision}^{commit}`, "--"];
  const output = await runProgram("git", words, { folder: ROOT }).catch((error: unknown) => {
    throw new Error(`git finds no revision "${revision}".`, { cause: error });
  });
  const [id = "", ...title] = output.trim().split(" ");
  return { id, title: title.join(" ") };
}

/** Checks a commit out into a temporary folder and makes it ready to be measured. */
export async function openCheckout(
  commit: string,
  tell: (what: string) => void,
  signal: AbortSignal,
): Promise<Checkout> {
  const outer = realpathSync(mkdtempSync(join(tmpdir(), "product-auth-compare-")));
  const folder = join(outer, "tree");
  const git = (...words: string[]) => runProgram("git", words, { folder: ROOT });
  const close = async () => {
    // Without a signal: what is interrupted is cleaned up all the same.
    await git("worktree", "remove", "--force", folder).catch(() => undefined);
    rmSync(outer, { recursive: true, force: true });
  };
  const inside = { folder, signal };
  try {
    tell("checking it out");
    await git("-c", "core.hooksPath=/dev/null", "worktree", "add", "--detach", folder, commit);
    signal.throwIfAborted();
    if (lockIn(folder) === lockIn(ROOT)) {
      linkModules(ROOT, folder);
    } else {
      tell("its package-lock.json is another one: npm ci");
      await runProgram("npm", ["ci", "--prefer-offline", "--no-audit", "--no-fund"], inside);
    }
    tell("building it");
    await build(packagesIn(folder), inside);
    return {
      bench: plantBench(folder),
      async ownBench() {
        if (!existsSync(join(folder, "bench", "tsconfig.json"))) return undefined;
        await build(["bench"], inside);
        installPeers(); // a bench from before `compare` measures them always
        linkPeers(join(folder, "bench"));
        return placeOf(join(folder, "bench"));
      },
      close,
    };
  } catch (error) {
    await close();
    throw error;
  }
}

/** With the revision's own build, which bundles core, where it has one. */
async function build(projects: readonly string[], inside: ProgramOptions): Promise<void> {
  const own = join(".ci", "build.mjs");
  if (existsSync(join(inside.folder, own))) await runProgram("node", [own, ...projects], inside);
  else await runProgram("tsc", ["-b", ...projects], inside);
}

const lockIn = (folder: string): string => readFileSync(join(folder, "package-lock.json"), "utf8");

const packagesIn = (folder: string): string[] =>
  readdirSync(join(folder, "packages"))
    .map((name) => join("packages", name))
    .filter((path) => existsSync(join(folder, path, "tsconfig.json")));

/** Copies this bench into the revision: as deep as its own, so that it finds all it looks for, the packages above all. */
function plantBench(folder: string): URL {
  const place = join(folder, "bench-of-the-working-tree");
  for (const name of ["dist", "package.json"])
    cpSync(join(ROOT, "bench", name), join(place, name), { recursive: true });
  symlinkSync(join(ROOT, "bench", "peers"), join(place, "peers"), "junction");
  return placeOf(place);
}

/** Gives the revision's own bench the peers that are installed here. */
function linkPeers(bench: string): void {
  const [here, there] = [join(ROOT, "bench"), bench].map((each) => join(each, "peers", "node_modules"));
  if (existsSync(here!) && !existsSync(there!)) symlinkSync(here!, there!, "junction");
}

const placeOf = (bench: string): URL => pathToFileURL(`${join(bench, "dist")}/`);
