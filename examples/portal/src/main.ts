import { readOptions } from "./options.js";
import { StartError, startWorld, type World } from "./world.js";

const world = await startedOrExit();
const { publicUrl, origin, entra } = world;

console.log(`Developer portal  ${publicUrl}
API               ${origin}/orders
Issuer            ${entra.origin} (Entra-compatible, for development only)

Sign in as one of these accounts; there are no passwords:
${Object.values(entra.users)
  .map(({ userPrincipalName, displayName }) => `  ${userPrincipalName.padEnd(40)}${displayName}`)
  .join("\n")}

portal.admin administers the portal. Everything stays up until you press Ctrl+C.`);

for (const signal of ["SIGINT", "SIGTERM"] as const)
  process.once(signal, () => void world.stop().then(() => process.exit(0)));

async function startedOrExit(): Promise<World> {
  try {
    return await startWorld(readOptions(process.argv.slice(2)));
  } catch (error) {
    if (!(error instanceof StartError)) throw error;
    console.error(error.message);
    process.exit(1);
  }
}
