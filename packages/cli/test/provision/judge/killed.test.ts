import { copyFile } from "node:fs/promises";
import { expect } from "chai";
import { pictureOf } from "./picture.js";
import { scenarios } from "./scenarios.js";
import { Stage } from "./stage.js";
import { Tenant } from "./tenant.js";
import { APPLY, applied, CATALOG, expectComplete, expectExit, furnish } from "./world.js";

const isFull = process.env["EVERY_CALL"] === "yes";

interface Act {
  readonly args: readonly string[];
  /** The tenant before. */
  readonly prepare: (s: Stage) => Promise<unknown>;
  /** After the second run. */
  readonly expect?: (s: Stage) => Promise<unknown>;
}

interface Begin {
  readonly tenant: Tenant;
  readonly text: string;
}

async function changed(s: Stage): Promise<void> {
  furnish(s);
  await applied(s);
  const catalog = await s.catalog();
  catalog.products["gold"]!["displayName"] = "Golden";
  catalog.products["bronze"] = { displayName: "Bronze" };
  catalog.provision!.clients!["report"]!.products = ["bronze"];
  delete catalog.provision!.clients!["batch"];
  await s.write(catalog);
}

const ACTS: Readonly<Record<string, Act>> = {
  "--apply": {
    args: APPLY,
    prepare: async (s) => {
      furnish(s);
      await s.write(CATALOG());
    },
    expect: (s) => expectComplete(s),
  },
  "--apply of a changed catalog, --prune": { args: [...APPLY, "--prune"], prepare: changed },
  "--apply after --destroy": {
    args: APPLY,
    prepare: async (s) => {
      furnish(s);
      await applied(s);
      expectExit(await s.run(["--destroy", "--yes"]), 0);
    },
    expect: (s) => expectComplete(s),
  },
  "--destroy": {
    args: ["--destroy", "--yes"],
    prepare: async (s) => {
      furnish(s);
      await applied(s);
    },
  },
  "--destroy --purge": {
    args: ["--destroy", "--purge", "--yes"],
    prepare: async (s) => {
      furnish(s);
      await applied(s);
    },
  },
  "--rotate-secret": {
    args: ["--rotate-secret", "batch", "--operation", "op-1"],
    prepare: (s) => applied(s),
  },
};

/** Kills the run at the call `at` (before its effect, or after), runs again, and compares with an undisturbed history. */
async function killedAt(
  act: Act,
  at: number,
  after: boolean,
  begin: Begin,
  wanted: string,
  real: boolean,
  tell: string[],
): Promise<void> {
  const s = await Stage.open();
  try {
    s.tenant.become(begin.tenant);
    await s.write(begin.text);
    const file = s.path();
    const killed = await s.run([...act.args, "--timeout", "2"], {
      real,
      fault: ({ number }) => (number === at ? { how: "stop", after } : undefined),
    });
    const where = `call ${at} ${after ? "after" : "before"} its effect`;
    expect(killed.code, where).to.equal(null);
    await copyFile(file, s.path("again.json")); // a process that hangs here, in this process, cannot touch the copy
    const again = await s.run(act.args, { real: false, file: s.path("again.json") });
    if (again.code !== 0) tell.push(`${where}: the second run ends with ${again.code}: ${again.stdout}`);
    else if (pictureOf(s.tenant) !== wanted)
      tell.push(`${where}: another end\n${difference(wanted, pictureOf(s.tenant))}`);
    await copyFile(s.path("again.json"), file);
    await act.expect?.(s).catch((error: Error) => tell.push(`${where}: ${error.message}`));
    tell.push(...s.violations.map((text) => `${where}: ${text}`));
  } finally {
    await s.close();
  }
}

function difference(wanted: string, found: string): string {
  const [a, b] = [wanted.split("\n"), found.split("\n")];
  return [
    ...a.filter((line) => !b.includes(line)).map((line) => `- ${line}`),
    ...b.filter((line) => !a.includes(line)).map((line) => `+ ${line}`),
  ].join("\n");
}

scenarios(
  "judge: killed at every call, run again",
  Object.fromEntries(
    Object.entries(ACTS).map(([name, act]) => [
      name,
      async (s: Stage) => {
        await act.prepare(s);
        const begin = { tenant: new Tenant(), text: await s.read() };
        begin.tenant.become(s.tenant);
        const { judge } = expectExit(await s.run(act.args), 0);
        const wanted = pictureOf(s.tenant);
        const tell: string[] = [];
        const first = isFull
          ? 1
          : Math.max(
              1,
              judge.calls.findIndex(({ method }) => method !== "GET"),
            );
        const places = Array.from({ length: judge.calls.length - first + 1 }, (_, n) => n + first);
        // Before a call the tenant is what it was after the one before: killing there shows nothing new, but for the first.
        const isRead = (at: number) => judge.calls[at - 1]!.method === "GET";
        const runs = places.flatMap((at) => [
          ...(isFull || at === first ? [[at, false] as const] : []),
          ...(isRead(at) && !isFull ? [] : [[at, true] as const]),
        ]);
        const workers = Array.from({ length: 2 }, async () => {
          for (let next = runs.shift(); next !== undefined; next = runs.shift()) {
            const [at, after] = next;
            const real = isFull || at === Math.floor(judge.calls.length * 0.75);
            await killedAt(act, at, after, begin, wanted, real, tell);
          }
        });
        await Promise.all(workers);
        expect(tell, tell.join("\n")).to.deep.equal([]);
      },
    ]),
  ),
);
