// Listens and looks up, and forgets to close: run by exit.test.ts.
import { setTimeout as pause } from "node:timers/promises";
import { createRedisSubscriptions } from "@product-auth/redis";

const store = createRedisSubscriptions({ url: process.argv[2]! });
let isListening = false;
store.onChange((change) => (isListening ||= change === "everything"));
while (!isListening) await pause(10);
console.log(await store.findByKeyDigest("nobody"));
