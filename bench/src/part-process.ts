import { nodeVersion } from "./report/circumstances.js";
import type { PartMessage } from "./run-part.js";
import { PARTS } from "./parts/parts.js";
import { readWorld } from "./world/read-world.js";

const [name, worldFile = "", quick] = process.argv.slice(2);
const part = PARTS.find((each) => each.name === name);
if (part === undefined) throw new Error(`There is no part ${name}`);

// Stores hold no process up that has forgotten to close them; this one only waits for them.
const waiting = setInterval(() => undefined, 60_000);
const say = (message: PartMessage) => process.send?.(message);
const findings = await part.measure({
  world: readWorld(worldFile),
  worldFile,
  quick: quick === "--quick",
  tell: (share, what) => say({ share, what }),
});
say({ findings, node: nodeVersion() });
clearInterval(waiting);
process.disconnect?.();
