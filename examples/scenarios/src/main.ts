// Makes the certificate authority, then starts the scenario in a process that trusts it: NODE_EXTRA_CA_CERTS is read
// once, when a process starts.
import { fork, type ChildProcess } from "node:child_process";
import { fileURLToPath } from "node:url";
import { makeAuthority } from "./ground/authority.js";
import { ENDING_SIGNALS, INTERRUPTED } from "./ground/ending.js";
import { readOptions } from "./ground/options.js";
import type { Start } from "./run.js";

const options = readOptions(process.argv.slice(2));

// Before the folder is there, so that it never stays behind.
const running: { child?: ChildProcess } = {};
let signals = 0;
for (const signal of ENDING_SIGNALS)
  process.on(signal, () => {
    signals += 1;
    const { child } = running;
    if (signals > 1) child?.kill("SIGKILL");
    else if (child?.connected === true) child.disconnect();
  });

const made = makeAuthority();
const child = fork(fileURLToPath(new URL("./run.js", import.meta.url)), {
  env: { ...process.env, NODE_EXTRA_CA_CERTS: `${made.folder}/ca.pem` },
});
running.child = child;
child.once("exit", (code) => process.exit(code ?? (signals > 0 ? INTERRUPTED : 1)));
// The child ends when this channel does: after a signal, and when this process is killed.
child.send({ options, authority: made } satisfies Start);
