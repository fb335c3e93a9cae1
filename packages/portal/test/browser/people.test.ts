import { expect } from "chai";
import { stories } from "./support/stories.js";
import type { User } from "./support/user.js";

const PASSWORD = "purple monkey dishwasher";
const ADMIN = "admin@contoso.example";

stories("people", ({ person, world, isScripted }) => {
  async function administrator(): Promise<User> {
    const admin = await person();
    await admin.signInWith(ADMIN, world().adminPassword);
    return admin;
  }

  async function invite(admin: User, email: string, firstName: string, group?: string): Promise<void> {
    await admin.open("/admin/users/invite");
    await admin.write("E-mail", email);
    await admin.write("First name", firstName);
    if (group !== undefined) await admin.tick(group);
    await admin.press("Send invitation");
    expect(await admin.heading()).to.equal("Invite a user");
    await admin.sees(/was sent|is sent/);
  }

  /** A person who has accepted an invitation with a password, and is signed in. */
  async function invited(admin: User, email: string, firstName: string, group?: string): Promise<User> {
    await invite(admin, email, firstName, group);
    const user = await person();
    await user.openMail(email, /invit/i);
    await user.write("New password", PASSWORD);
    await user.press("Create account");
    await user.arrivesAt("Profile");
    return user;
  }

  async function openUser(admin: User, email: string): Promise<void> {
    await admin.open(`/admin/users?q=${encodeURIComponent(email)}`);
    await admin.follow(email);
  }

  /** The check runs by itself; without JavaScript there is a button for it. */
  const send = (user: User, button: string) =>
    user.press(isScripted ? button : "Continue without JavaScript");

  it("Zoe signs up, changes her password, forgets it, and signs in again", async () => {
    const zoe = await person();
    const email = "zoe@example.com";
    await zoe.open("/signin");
    await zoe.follow("Sign up");
    await zoe.write("E-mail", email);
    await zoe.write("First name", "Zoe");
    await zoe.write("Last name", "Kim");
    await zoe.tick("I accept the terms of use");
    await send(zoe, "Sign up");
    await zoe.arrivesAt("Check your mail");

    await zoe.openMail(email, /./);
    expect(await zoe.heading()).to.equal("Choose a password");
    await zoe.write("New password", "zoe");
    await zoe.press("Create account");
    await zoe.sees("There is a problem");
    await zoe.write("New password", PASSWORD);
    await zoe.press("Create account");
    await zoe.arrivesAt("Profile");
    expect(await zoe.valueOf("First name")).to.equal("Zoe");

    await zoe.follow("Change password");
    await zoe.write("Current password", PASSWORD);
    await zoe.write("New password", `${PASSWORD} again`);
    await zoe.press("Change password");
    await zoe.sees(/password was changed/);
    await zoe.press("Sign out");

    await zoe.open("/signin");
    await zoe.follow("Forgot your password?");
    await zoe.write("E-mail", email);
    await send(zoe, "Send link");
    await zoe.arrivesAt("Check your mail");
    await zoe.openMail(email, /reset|new password|choose/i);
    await zoe.write("New password", `${PASSWORD} at last`);
    await zoe.press("Change password");
    await zoe.signInWith(email, `${PASSWORD} again`);
    await zoe.sees("E-mail or password is wrong.");
    await zoe.signInWith(email, `${PASSWORD} at last`);
    expect(await zoe.linkNames()).to.include("Subscriptions");
  });

  it("the administrator invites one partner with a password, and Megan, who signs in with her own account", async () => {
    const admin = await administrator();
    const partner = await invited(admin, "partner@example.com", "Pat", "Partners");
    await partner.open("/products");
    expect(await partner.linkNames()).to.include("Internal");

    await invite(admin, "megan@example.com", "Megan", "Partners");
    const megan = await person();
    await megan.openMail("megan@example.com", /invit/i);
    await megan.follow("Sign in with Microsoft Entra ID");
    await megan.press(/megan@example/);
    await megan.open("/products");
    expect(await megan.linkNames()).to.include("Internal");
    await megan.press("Sign out");
    await megan.signIn("megan@example");
    await megan.open("/profile");
    await megan.sees("Partners");
  });

  it("Bob is blocked in another window, cannot sign in, and is unblocked", async () => {
    const admin = await administrator();
    const bob = await invited(admin, "bob@example.com", "Bob");
    await bob.open("/subscriptions");
    await openUser(admin, "bob@example.com");
    await admin.press("Block");
    await admin.sees(/blocked/i);
    await bob.open("/subscriptions");
    expect(await bob.heading()).to.equal("Sign in");
    await bob.signInWith("bob@example.com", PASSWORD);
    expect(await bob.heading()).to.equal("No access");
    await openUser(admin, "bob@example.com");
    await admin.press("Unblock");
    await admin.sees(/active/i);
    await bob.signInWith("bob@example.com", PASSWORD);
    expect(await bob.linkNames()).to.include("Subscriptions");
  });

  it("Ann administers until another administrator takes the group away", async () => {
    const admin = await administrator();
    const ann = await invited(admin, "ann@example.com", "Ann", "Administrators");
    await ann.open("/admin/users");
    expect(await ann.heading()).to.equal("Users");
    await openUser(admin, "ann@example.com");
    await admin.page.getByRole("checkbox", { name: "Administrators", exact: true }).uncheck();
    await admin.press("Save groups");
    await ann.open("/admin/users");
    expect(await ann.heading()).to.equal("Page not found");
    expect(await ann.linkNames())
      .to.include("Subscriptions")
      .and.not.include("Administration");
  });
});
