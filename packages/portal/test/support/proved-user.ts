import type { User, World } from "./world.js";

/** Makes a user who is signed in and whose e-mail address the portal has proved. */
export async function provedUser(
  world: World,
  {
    email,
    ...options
  }: { readonly email: string; readonly isAdministrator?: boolean; readonly name?: string },
): Promise<User> {
  const user = await world.user(options);
  await changeUser(world, user.id, {
    email,
    emailVerified: true,
    groups: options.isAdministrator === true ? ["administrators"] : [],
  });
  return user;
}

/** Changes members of a user's record. */
export async function changeUser(
  { records }: Pick<World, "records">,
  id: string,
  members: { readonly [name: string]: string | boolean | string[] },
): Promise<void> {
  const record = (await records.get("user", id))!;
  const put = { ...record, version: record.version + 1, value: { ...record.value, ...members } };
  await records.write([{ put }]);
}
