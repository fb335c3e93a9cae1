// A program that writes a folder and ends itself with SIGKILL at a call to the file system: before it, behind it, or in
// the middle of a text. Arguments: folder, version of the files, number of the call, phase. It prints the number of calls
// when it was not killed.
import files from "node:fs/promises";
import { syncBuiltinESMExports } from "node:module";
import { setOf } from "../sets.js";

const [folder = "", version = "", call = "0", phase = "before"] = process.argv.slice(2);
let calls = 0;

type Call = (this: unknown, ...args: unknown[]) => Promise<unknown>;

function watched(original: Call): Call {
  return async function (...args) {
    const isLast = ++calls === Number(call);
    if (isLast && phase === "before") process.kill(process.pid, "SIGKILL");
    const [text] = args;
    if (isLast && phase === "half" && original.name === "writeFile" && typeof text === "string") {
      await original.call(this, text.slice(0, text.length / 2));
      process.kill(process.pid, "SIGKILL");
    }
    try {
      return await original.apply(this, args);
    } finally {
      if (isLast) process.kill(process.pid, "SIGKILL");
    }
  };
}

const handle = await files.open(process.execPath, "r");
const prototype = Object.getPrototypeOf(handle) as Record<string, Call>;
await handle.close();
for (const name of ["writeFile", "sync"]) prototype[name] = watched(prototype[name]!);
const changing = files as unknown as Record<string, Call>;
for (const name of ["mkdir", "open", "rename", "rm", "link"]) changing[name] = watched(changing[name]!);
syncBuiltinESMExports();

const { writeFolder } = await import("#src/folder/write-folder.js");
await writeFolder(folder, setOf(version));
process.stdout.write(String(calls));
