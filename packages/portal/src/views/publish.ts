import type { JsonObject } from "@product-auth/core/records";
import type { Call, View } from "../call.js";
import { eventOf } from "../audit/visitor-act.js";
import { problemSummary, type FieldProblem } from "../html/form.js";
import { table, termList, time } from "../html/table.js";
import { html, type Html } from "../html/template.js";
import { notFound, page, redirect, type Reply } from "../http/reply.js";
import type { SignedInUser } from "../people/viewer.js";
import { displayNameOf } from "../people/users.js";
import type { PortalContext } from "../portal-context.js";
import { candidateOf, type Candidate } from "../publishing/candidate.js";
import { changesBetween, type SettingChange } from "../publishing/changes.js";
import { EditionConflictError, publishSettings } from "../publishing/publish-settings.js";
import { BEFORE, readPublished, type Published } from "../publishing/published.js";
import { signInAgain } from "../sign-in/recent-sign-in.js";
import { done, doneStatus } from "../texts/done-words.js";

/** What is wrong when the page is out of date. `content`: the page itself. */
const OUT_OF_DATE: FieldProblem = {
  field: "content",
  message: "Another edition was published meanwhile. Look at the changes again, then publish.",
};
const FILE_CHANGED: FieldProblem = {
  field: "content",
  message: "The settings file was changed meanwhile. Look at the changes again, then publish.",
};

/** `/admin/publish`: what is in force, and what would change. */
export const publishPage: View<SignedInUser> = async (call, portal) => {
  const again = signInAgain(call, portal);
  if (again !== undefined) return again;
  await portal.editions.look();
  return publishForm(candidateOf(portal), portal, {}, doneStatus(call.query));
};

/** Publishes what the page has shown, or refuses with everything that is wrong with it. */
export const publishAct: View<SignedInUser> = async (call, portal) => {
  const again = signInAgain(call, portal);
  if (again !== undefined) return again;
  await portal.editions.look();
  const candidate = candidateOf(portal);
  const { settings, problems, isNew, digest } = candidate;
  if (problems.length > 0) return publishForm(candidate, portal, { status: 400 });
  const [seen, content] = [call.form.get("edition"), call.form.get("content")];
  const expected = portal.editions.published?.version ?? 0;
  if (seen !== undefined && seen !== String(expected))
    return publishForm(candidate, portal, { conflict: OUT_OF_DATE });
  if (content !== undefined && content !== digest)
    return publishForm(candidate, portal, { conflict: FILE_CHANGED });
  if (!isNew) return redirect(portal.to("admin", "publish") + done("published-already"));
  const published = await publish({ settings, expected, action: "published" }, call, portal);
  return published
    ? redirect(portal.to("admin", "publish") + done("published"))
    : publishForm(candidateOf(portal), portal, { conflict: OUT_OF_DATE });
};

/** `/admin/publish/restore`: what would change when the edition before is published again. */
export const restorePage: View<SignedInUser> = async (call, portal) => {
  const again = signInAgain(call, portal);
  if (again !== undefined) return again;
  await portal.editions.look();
  const before = await editionBefore(portal);
  return before === undefined ? notFound : restoreForm(before, portal);
};

/** Publishes the edition before again, as a new one. */
export const restoreAct: View<SignedInUser> = async (call, portal) => {
  const again = signInAgain(call, portal);
  if (again !== undefined) return again;
  await portal.editions.look();
  const before = await editionBefore(portal);
  if (before === undefined) return notFound;
  const expected = portal.editions.published?.version ?? 0;
  const seen = call.form.get("edition") ?? String(expected);
  const { settings } = before;
  const isRestored =
    seen === String(expected) &&
    (await publish({ settings, expected, action: "edition-restored" }, call, portal));
  if (isRestored) return redirect(portal.to("admin", "publish") + done("edition-restored"));
  await portal.editions.look();
  return restoreForm((await editionBefore(portal)) ?? before, portal, OUT_OF_DATE);
};

/** Whether it is published; false when another administrator was first. */
async function publish(
  {
    settings,
    expected,
    action,
  }: Pick<Published, "settings"> & {
    readonly expected: number;
    readonly action: "published" | "edition-restored";
  },
  call: Call<SignedInUser>,
  { records, audit, editions }: PortalContext,
): Promise<boolean> {
  const event = eventOf(call, { action, target: String(expected + 1) });
  const { change, stored } = audit.changeOf(event);
  const { now, viewer } = call;
  try {
    await publishSettings(settings, { records, now, by: viewer.user.id, expected, also: [change] });
  } catch (error) {
    if (!(error instanceof EditionConflictError)) throw error;
    await editions.look();
    return false;
  }
  audit.tell(stored);
  await editions.look();
  return true;
}

const editionBefore = ({ records, editions }: PortalContext): Promise<Published | undefined> =>
  readPublished(records, BEFORE, [editions.current.logo]);

async function publishForm(
  candidate: Candidate,
  portal: PortalContext,
  { status = 200, conflict }: { readonly status?: number; readonly conflict?: FieldProblem } = {},
  reported: { readonly status?: string } = {},
): Promise<Reply> {
  const { editions, to } = portal;
  const { problems, changes, isNew, digest } = candidate;
  const { published } = editions;
  const before = published === undefined ? undefined : await portal.records.get("setting", BEFORE);
  const wrong = [
    ...(conflict === undefined ? [] : [conflict]),
    ...problems.map(({ path, message, fix }) => ({
      field: "content",
      message: `${path} ${message}; ${fix}`,
    })),
  ];
  const by = await publisherOf(published, portal);
  const body = html`${problemSummary({ problems: wrong })} ${editionTerms(published, by)}
    <p>
      ${
        editions.path === undefined
          ? "This portal has no settings file: the options of the program can be published."
          : html`The settings file is <code>${fileNameOf(editions.path)}</code>.`
      }
    </p>
    ${changeTable(changes, emptyWords(candidate))}
    ${
      isNew &&
      html`<form method="post" action="${to("admin", "publish")}">
        <input type="hidden" name="edition" value="${published?.version ?? 0}" />
        <input type="hidden" name="content" value="${digest}" />
        <button>Publish</button>
      </form>`
    }
    ${before !== undefined && html`<p><a href="${to("admin", "publish", "restore")}">Restore the edition before</a></p>`}`;
  return {
    kind: "page",
    status: conflict === undefined ? status : 409,
    ...(conflict !== undefined && { conflict: conflict.message }),
    page: {
      h1: "Publish",
      above: { text: "Administration", href: to("admin") },
      body,
      data: {
        ...(published !== undefined && { edition: editionData(published, by) }),
        changes: changes.map((change) => ({ ...change })),
        problems: problems.map(({ path, message, fix }) => ({ path, message, fix })),
        canRestore: before !== undefined,
      },
      ...(wrong.length > 0 && { problems: wrong }),
      ...reported,
    },
  };
}

async function restoreForm(
  before: Published,
  portal: PortalContext,
  conflict?: FieldProblem,
): Promise<Reply> {
  const { editions, to } = portal;
  const changes = changesBetween(editions.current, editions.effectOf(before.settings));
  const by = await publisherOf(before, portal);
  const body = html`${problemSummary({ problems: conflict === undefined ? [] : [conflict] })}
    ${editionTerms(before, by)} ${changeTable(changes, "The edition before is the same.")}
    <form method="post" action="${to("admin", "publish", "restore")}">
      <input type="hidden" name="edition" value="${editions.published?.version ?? 0}" />
      <p class="actions">
        <button>Restore</button>
        <a href="${to("admin", "publish")}">Keep the edition in force</a>
      </p>
    </form>`;
  const content = {
    h1: "Restore",
    above: { text: "Publish", href: to("admin", "publish") },
    body,
    data: { edition: editionData(before, by), changes: changes.map((change) => ({ ...change })) },
  };
  return conflict === undefined
    ? page(content)
    : { kind: "page", status: 409, conflict: conflict.message, page: content };
}

function editionTerms(published: Published | undefined, by: string | undefined): Html {
  if (published === undefined)
    return html`<p>Nothing is published yet. What the program started with is in force.</p>`;
  return termList([
    ["Edition", String(published.number)],
    ["Published", time(published.at)],
    ["By", by ?? "The program, or the command product-auth"],
  ]);
}

const editionData = ({ number, at }: Published, by: string | undefined): JsonObject => ({
  number,
  publishedAt: new Date(at).toISOString(),
  ...(by !== undefined && { publishedBy: by }),
});

function emptyWords({ problems, isNew }: Candidate): string {
  if (problems.length > 0) return "Nothing can be published while the settings file has problems.";
  return isNew ? "Nothing changes: the first edition is what is in force." : "There is nothing to publish.";
}

/** The name of the administrator; undefined for the program and the shell. */
async function publisherOf(
  published: Published | undefined,
  { users }: PortalContext,
): Promise<string | undefined> {
  if (published?.by === undefined) return undefined;
  const user = await users.get(published.by);
  return user === undefined ? "A user who no longer exists" : displayNameOf(user);
}

const changeTable = (changes: readonly SettingChange[], empty: string): Html =>
  table({
    caption: "Changes",
    columns: ["Setting", "In force", "After publishing"],
    rows: changes.map(({ name, from, to }) => [html`<code>${name}</code>`, from ?? "None", to ?? "None"]),
    empty,
  });

/** The name without folders: pages show no path of the server. */
const fileNameOf = (path: string): string => path.split(/[/\\]/).at(-1) ?? "";
