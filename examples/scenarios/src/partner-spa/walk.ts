import type { TakeStep } from "../ground/walk.js";
import { walkThroughApp } from "./walks/app.js";
import { walkThroughCertificates } from "./walks/certificates.js";
import { walkThroughPortal } from "./walks/portal.js";
import type { PartnerWorld } from "./walks/world.js";

/** The app and its user, callers around the gateway, and a developer of the partner. */
export async function walkThrough(step: TakeStep, world: PartnerWorld): Promise<void> {
  const token = await walkThroughApp(step, world);
  await walkThroughCertificates(step, world, token);
  await walkThroughPortal(step, world);
}
