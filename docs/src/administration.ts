import { administerSubscriptions, type SubscriptionRepository } from "@product-auth/core/subscriptions";

export async function review(repository: SubscriptionRepository, log: (event: object) => void) {
  // #region review
  const administration = administerSubscriptions({ repository, onAudit: (event) => log(event) });

  const { primaryKey, secondaryKey } = await administration.create({
    id: "contoso-pro",
    scope: "/products/pro",
    state: "submitted",
    ownerId: "zoe",
  });
  const by = "ann";
  await administration.activate("contoso-pro", { onlyFrom: ["submitted"], by, comment: "Welcome" });
  await administration.update("contoso-pro", { displayName: "Contoso, production" }, { by });
  // #endregion review
  return { administration, primaryKey, secondaryKey };
}

export async function block(repository: SubscriptionRepository): Promise<number> {
  const administration = administerSubscriptions({ repository });
  // #region block
  const count = await administration.setOwnerState("zoe", "blocked", {
    by: "ann",
    comment: "left the company",
  });
  // #endregion block
  return count;
}
