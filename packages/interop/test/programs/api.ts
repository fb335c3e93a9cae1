// An API against an emulator over https; it tells its addresses, and ends with its input.
import { once } from "node:events";
import { startApi, type ApiOptions } from "../support/api.js";

const api = await startApi(JSON.parse(process.argv[2]!) as ApiOptions);
process.stdout.write(`${api.url("starter")}\n`);
process.stdin.resume();
await once(process.stdin, "end");
await api.close();
