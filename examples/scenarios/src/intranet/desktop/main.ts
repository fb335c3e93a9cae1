// The desktop client as a program: signs its user in with the browser, and calls the API with the token.
import { spawn } from "node:child_process";
import { parseArgs } from "node:util";
import { createDesktopClient } from "./client.js";

const { values } = parseArgs({
  options: {
    authority: { type: "string", default: "" },
    client: { type: "string", default: "" },
    scope: { type: "string", multiple: true, default: [] },
    api: { type: "string", default: "" },
    key: { type: "string", default: "" },
    browser: { type: "string", default: browserOf(process.platform) }, // "none": only prints the address
  },
});

const { authority, client: clientId, scope: scopes, api, key, browser } = values;
if (authority === "" || clientId === "" || scopes.length === 0 || api === "") {
  console.error(
    "Usage: --authority URL --client ID --scope SCOPE… --api URL [--key KEY] [--browser PROGRAM]",
  );
  process.exit(2);
}
const desktop = createDesktopClient({ authority, clientId, scopes });
const { accessToken, account } = await desktop.signIn(async (url) => {
  console.log(`Sign in at ${url}`);
  if (browser !== "none") spawn(browser, [url], { stdio: "ignore", detached: true }).unref();
});
console.log(`Signed in as ${account?.name} (${account?.username})`);
for (const path of ["/timesheets", "/payslips/2026-11"]) {
  const response = await fetch(api + path, {
    headers: {
      authorization: `Bearer ${accessToken}`,
      ...(key !== "" && { "ocp-apim-subscription-key": key }),
    },
  });
  console.log(`GET ${path} ${response.status} ${await response.text()}`);
}

function browserOf(platform: NodeJS.Platform): string {
  if (platform === "darwin") return "open";
  return platform === "win32" ? "explorer" : "xdg-open";
}
