// Makes the certificate authority, then starts the scenario in a process that trusts it: NODE_EXTRA_CA_CERTS is read
// once, when a process starts.
import { fork } from "node:child_process";
import { fileURLToPath } from "node:url";
import { makeAuthority, removeAuthority } from "./ground/authority.js";
import { readOptions } from "./ground/options.js";

const options = readOptions(process.argv.slice(2));
const folder = await makeAuthority();
const child = fork(fileURLToPath(new URL("./run.js", import.meta.url)), [JSON.stringify(options), folder], {
  env: { ...process.env, NODE_EXTRA_CA_CERTS: `${folder}/ca.pem` },
});

// The child ends when the channel does: after Ctrl+C, and when this process is killed.
let signals = 0;
for (const signal of ["SIGINT", "SIGTERM"] as const)
  process.on(signal, () => {
    signals += 1;
    if (signals > 1) child.kill("SIGKILL");
    else if (child.connected) child.disconnect();
  });

child.once("exit", (code) => {
  void removeAuthority(folder).then(() => process.exit(code ?? 1));
});
