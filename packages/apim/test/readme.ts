// The code of the README. It is run by readme.test.ts.
// #region import
import { filesOfImport, findingCodes, importConfiguration, writeFolder } from "@product-auth/apim";

export async function importInto(folder: string, paths: readonly string[]) {
  const imported = await importConfiguration(paths);
  for (const { severity, code, at, text } of imported.report.findings)
    if (severity === "lost") console.error(`${at} ${text} ${findingCodes[code].fix}`);
  await writeFolder(folder, filesOfImport(imported).files);
  return imported.report;
}
// #endregion import

// #region load
import { loadImported } from "@product-auth/apim";
import { productAuth, type SubscriptionStore } from "@product-auth/express";

export async function authOf(
  folder: string,
  env: Record<string, string | undefined>,
  subscriptions: SubscriptionStore,
) {
  const options = await loadImported(folder, env, {
    onHeld: (held) => held.forEach(({ scope, reason }) => console.warn(`${scope} answers 404: ${reason}`)),
  });
  return productAuth({ ...options, subscriptions });
}
// #endregion load

// #region accept
import { compareFolder, type AcceptedFinding } from "@product-auth/apim";

export async function isCurrent(folder: string, paths: readonly string[], accept: AcceptedFinding[]) {
  const imported = await importConfiguration(paths, { accept });
  const differences = await compareFolder(folder, filesOfImport(imported).files);
  return imported.report.exit === 0 && differences.length === 0;
}
// #endregion accept
