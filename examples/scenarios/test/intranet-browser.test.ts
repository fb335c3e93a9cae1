import { spawn } from "node:child_process";
import { fileURLToPath } from "node:url";
import { expect } from "chai";
import { inBrowser } from "./support/in-browser.js";

const ROOT = fileURLToPath(new URL("../../../../", import.meta.url));

describe("the scenario intranet, in a browser", function () {
  this.timeout(120_000);
  const stage = inBrowser("intranet");

  it("Adele signs in to the desktop client with the system browser, by the printed command", async () => {
    const desktop = startDesktop();
    const adele = await stage.person();
    await adele.open(await desktop.address());
    await adele.press(/adele@contoso/);
    await adele.sees("Auth code was successfully acquired");
    const { code, out } = await desktop.ended;
    expect(out).to.include("Signed in as Adele Vance (adele@contoso.onmicrosoft.com)");
    expect(out).to.match(/^GET \/timesheets 200 /m);
    expect(out).to.match(/^GET \/payslips\/2026-11 401 /m);
    expect(code).to.equal(0);
  });

  it("a foreign program cannot end the sign-in with its code, and Cancel ends it", async () => {
    const desktop = startDesktop();
    const address = new URL(await desktop.address());
    const loopback = address.searchParams.get("redirect_uri")!;
    const forged = await fetch(loopback, {
      method: "POST",
      body: new URLSearchParams({ code: "a-foreign-code", state: "guessed" }),
    });
    expect(forged.status).to.equal(400);
    const adele = await stage.person();
    await adele.open(address.href);
    await adele.press("Cancel");
    await adele.sees("access_denied");
    expect((await desktop.ended).code).to.equal(1);
  });

  it("Adele asks for Payroll in the portal, Alex approves, and the console sends her token and the key", async () => {
    const portal = stage.scenario.places["portal"]!;
    const adele = await stage.person();
    await adele.open(`${portal}/products/payroll`);
    await adele.follow("Subscribe");
    await adele.signInHere("adele");
    await adele.write("Name", "Desktop");
    await adele.press("Subscribe");
    await adele.arrivesAt("Waiting for approval");

    const alex = await stage.person();
    await alex.open(`${portal}/signin`);
    await alex.signInHere("alex");
    await alex.open(`${portal}/admin/approvals`);
    await alex.follow("Review Desktop");
    await alex.press("Approve");

    await adele.open(`${portal}/subscriptions`);
    await adele.follow("Desktop");
    await adele.press("Show keys");
    const key = await adele.valueOf("Primary key");

    await adele.open(`${portal}/apis/payslips/operations/read-payslip`);
    const response = adele.page.getByRole("region", { name: "Response" });
    await adele.page.getByRole("radio", { name: "Authorization code" }).check();
    await adele.follow("Sign in to get a token");
    await adele.press(/adele@contoso/);
    await adele.sees(/expires in/);
    await adele.write("month", "2026-11");
    await adele.press("Send");
    await response.getByText(/^401/).waitFor(); // the token alone
    await adele.write("Key", key);
    await adele.press("Send");
    await response.getByText("200 OK").waitFor();
  });

  /** Runs what the scenario printed, as a reader would, without opening a browser. */
  function startDesktop() {
    const [, command = ""] = /certificate of .*:\n([^]*?)\n\n/.exec(stage.scenario.output()) ?? [];
    const child = spawn("sh", ["-c", `${command} --browser none`], {
      cwd: ROOT,
      stdio: ["ignore", "pipe", "pipe"],
    });
    let out = "";
    const addressed = new Promise<string>((resolve, reject) => {
      child.stdout.setEncoding("utf8").on("data", (text: string) => {
        out += text;
        const [, url] = /^Sign in at (\S+)$/m.exec(out) ?? [];
        if (url !== undefined) resolve(url);
      });
      child.once("exit", () => reject(new Error(`the desktop client ended: ${out}`)));
    });
    const ended = new Promise<{ code: number | null; out: string }>((resolve) =>
      child.once("close", (code) => resolve({ code, out })),
    );
    return { address: () => addressed, ended };
  }
});
