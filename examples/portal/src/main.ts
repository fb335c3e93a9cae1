import { readOptions } from "./options.js";
import { StartError, startWorld, type World } from "./world.js";

const world = await startedOrExit();
const { publicUrl, origin, entra, administrator } = world;

console.log(`Developer portal  ${publicUrl}
API               ${origin}/orders
Issuer            ${entra.origin} (Entra-compatible, for development only)

Sign in with e-mail and password, or sign up; mails are not sent, but kept at ${publicUrl}/dev/outbox
  ${administrator.email.padEnd(40)}${administrator.password ?? "the password that the first start has printed"}

Sign in with Microsoft Entra ID as one of these accounts; there are no passwords:
${Object.values(entra.users)
  .map(({ userPrincipalName, displayName }) => `  ${userPrincipalName.padEnd(40)}${displayName}`)
  .join("\n")}

${administrator.email} and portal.admin administer the portal. Everything stays up until you press Ctrl+C.`);

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
