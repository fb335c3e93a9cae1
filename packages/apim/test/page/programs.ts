// #region program
import { filesOfImport, importConfiguration, writeFolder } from "@product-auth/apim";

export async function importAgain(): Promise<number> {
  const imported = await importConfiguration(["apimartifacts"], { strict: true });
  const { files, leftOut } = filesOfImport(imported);
  for (const { scope, reason } of leftOut) console.warn(`${scope} is left out: ${reason}`);
  await writeFolder("apim", files);
  return imported.report.exit;
}
// #endregion program
