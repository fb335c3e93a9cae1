// Imports the module that its argument names, and prints in JSON the addresses of all that was loaded with it: the
// debugger sees every script, however it came to be imported.
import { Session } from "node:inspector";

const loaded: string[] = [];
const session = new Session();
session.connect();
session.on("Debugger.scriptParsed", ({ params: { url } }) => loaded.push(url));
session.post("Debugger.enable");
loaded.length = 0; // what was there before
await import(process.argv[2]!);
console.log(JSON.stringify(loaded));
