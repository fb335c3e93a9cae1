import { randomBytes } from "node:crypto";
import { administerUsers, inviteUser } from "@product-auth/portal";
import type { RecordRepository } from "@product-auth/core/records";

/** The administrator who signs in with e-mail and password. */
export interface Administrator {
  readonly email: string;
  /** Undefined for one that an earlier start has made: only a hash of the password is kept. */
  readonly password: string | undefined;
}

const EMAIL = "admin@contoso.example";

/**
 * Makes the administrator in a portal that runs, as `product-auth users invite --administrator` does: an invitation, whose link is
 * opened and whose form is sent. Rejects when the password is refused.
 */
export async function makeAdministrator({
  records,
  publicUrl,
  password = randomBytes(12).toString("base64url"),
  clock,
}: {
  readonly records: RecordRepository;
  readonly publicUrl: string;
  readonly password: string | undefined;
  readonly clock?: () => number;
}): Promise<Administrator> {
  const users = administerUsers({ records });
  if ((await users.findByEmail(EMAIL)) !== undefined) return { email: EMAIL, password: undefined };
  const wanted = {
    email: EMAIL,
    firstName: "Contoso",
    lastName: "Administrator",
    groups: ["administrators"],
  };
  const { link } = await inviteUser(wanted, {
    records,
    publicUrl: new URL(publicUrl),
    ...(clock && { clock }),
  });
  const ticket = new URL(link).searchParams.get("ticket") ?? "";
  const response = await fetch(`${publicUrl}/welcome`, {
    method: "POST",
    headers: { accept: "application/json", "sec-fetch-site": "same-origin" },
    body: new URLSearchParams({ ticket, "new-password": password }),
  });
  if (response.ok) return { email: EMAIL, password };
  const { errors, detail } = (await response.json()) as { errors?: { message?: string }[]; detail?: string };
  throw new Error(`PORTAL_ADMIN_PASSWORD is refused: ${errors?.[0]?.message ?? detail ?? response.status}`);
}
