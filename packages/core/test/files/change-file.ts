// A separate process that adds the entry "new" to the file of a subject. With a number, it kills itself before the step
// of this number that writes; the text is half written then. Prints how many steps it took, or why it failed.
import fs, { open } from "node:fs/promises";
import { syncBuiltinESMExports } from "node:module";
import { subjects } from "./subjects.js";

const [subject, path = "", killAt = "0", size = "0"] = process.argv.slice(2);
const file = await subjects[subject as keyof typeof subjects].open(path, {
  checkInterval: 3600,
  maxAge: 7200,
});

let steps = 0;

type Step = (this: unknown, ...given: unknown[]) => Promise<unknown>;

// Only this process dies from the replaced functions: it exists for one change.
function countSteps(on: object, names: readonly string[]): void {
  const functions = on as Record<string, Step>;
  for (const name of names) {
    const original = functions[name]!;
    functions[name] = async function (...given) {
      steps += 1;
      if (steps === Number(killAt)) {
        if (name === "writeFile")
          await original.call(this, String(given[0]).slice(0, String(given[0]).length / 2));
        process.kill(process.pid, "SIGKILL");
        await new Promise(() => {});
      }
      return original.apply(this, given);
    };
  }
}

const handle = await open(path);
const handles = Object.getPrototypeOf(handle) as object;
await handle.close();
countSteps(handles, ["writeFile", "sync", "chmod", "chown"]);
countSteps(fs, ["open", "rename", "rm", "link"]);
syncBuiltinESMExports();

const problem = await file
  .add("new", "x".repeat(Number(size)))
  .catch((error: NodeJS.ErrnoException) => error);
const ids = await file.ids();
console.log(JSON.stringify({ steps, ids, problem: problem?.code ?? null }));
await file.close();
