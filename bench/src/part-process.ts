import { nodeVersion } from "./report/circumstances.js";
import { FRAMEWORKS } from "./http/http-contender.js";
import type { PartMessage } from "./run-part.js";
import { loadPart } from "./parts/parts.js";
import { readWorld } from "./world/read-world.js";

const [name = "", worldFile = "", ...flags] = process.argv.slice(2);
const part = await loadPart(name);
const frameworks = FRAMEWORKS.filter((each) => flags.includes(`--framework=${each}`));

// Stores hold no process up that has forgotten to close them; this one only waits for them.
const waiting = setInterval(() => undefined, 60_000);
const say = (message: PartMessage) => process.send?.(message);
const findings = await part.measure({
  world: readWorld(worldFile),
  worldFile,
  quick: flags.includes("--quick"),
  oursAlone: flags.includes("--ours-alone"),
  ...(frameworks.length > 0 && { frameworks }),
  tell: (share, what) => say({ share, what }),
});
say({ findings, node: nodeVersion() });
clearInterval(waiting);
process.disconnect?.();
