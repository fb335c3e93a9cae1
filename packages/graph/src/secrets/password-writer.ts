import type { HttpAnswer } from "../client/exchange.js";
import type { GraphClient } from "../client/graph-client.js";
import type { GraphError } from "../client/graph-error.js";
import { GraphFailure } from "../client/graph-failure.js";
import { isGuid } from "../client/guid.js";
import { ownText } from "../client/own.js";
import type { Application, PasswordCredential } from "../directory/application.js";
import type { DirectoryReader } from "../directory/reads.js";

/** A secret as Graph returns it once. */
export interface AddedPassword {
  readonly keyId: string;
  readonly hint: string | undefined;
  readonly secretText: string;
  /** Milliseconds since 1970. */
  readonly end: number;
}

/** What a secret is created with. */
export interface PasswordWish {
  readonly displayName: string;
  readonly start: Date;
  readonly end: Date;
}

/** Adds and removes client secrets. */
export class PasswordWriter {
  readonly #client: GraphClient;
  readonly #reader: DirectoryReader;

  constructor(client: GraphClient, reader: DirectoryReader) {
    this.#client = client;
    this.#reader = reader;
  }

  /**
   * Adds a secret. "lost": no answer arrived, and whether the secret exists is unknown; remove it by its display name before
   * the next try. Its text is lost.
   */
  async add(
    applicationId: string,
    { displayName, start, end }: PasswordWish,
    at: string,
  ): Promise<AddedPassword | "lost"> {
    const path = `/applications/${applicationId}/addPassword`;
    const body = {
      passwordCredential: { displayName, startDateTime: start.toISOString(), endDateTime: end.toISOString() },
    };
    // A status that no answer has: the client must not repeat the call by itself.
    const look = (): Promise<HttpAnswer> => Promise.resolve({ status: 0, json: undefined });
    const answer = await this.#client.send({ method: "POST", path, body, at, look });
    if (answer.status === 0) return "lost";
    const [keyId, secretText] = [
      ownText(answer.json, "keyId") ?? "",
      ownText(answer.json, "secretText") ?? "",
    ];
    if (!isGuid(keyId) || secretText === "")
      throw new GraphFailure({
        reason: "invalid answer",
        call: `POST ${path}`,
        text: "the answer contains no secret",
      });
    const written = Date.parse(ownText(answer.json, "endDateTime") ?? "");
    return {
      keyId,
      secretText,
      hint: ownText(answer.json, "hint"),
      end: Number.isNaN(written) ? end.getTime() : written,
    };
  }

  /** Removes a secret. One that does not exist is removed already. */
  async remove(applicationId: string, keyId: string, at: string): Promise<void> {
    const path = `/applications/${applicationId}/removePassword`;
    const gone = async (): Promise<HttpAnswer | undefined> => {
      const application = await this.#reader.byObjectId(applicationId, { at });
      const isThere = application?.passwordCredentials.some(
        (one) => one.keyId.toLowerCase() === keyId.toLowerCase(),
      );
      return isThere === true ? undefined : { status: 204, json: undefined };
    };
    const mayBeGone = ({ status }: GraphError) => status === 404 || status === 400;
    const answer = await this.#client.send({
      method: "POST",
      path,
      body: { keyId },
      at,
      look: gone,
      expects: mayBeGone,
    });
    if (answer.status >= 400 && (await gone()) === undefined)
      throw this.#client.refusal({ method: "POST", path }, answer);
  }

  /** The application's secrets as they are now. */
  async read(application: Application, at: string): Promise<Application> {
    return (
      (await this.#reader.byObjectId(application.id, { at })) ?? { ...application, passwordCredentials: [] }
    );
  }
}

/** The secrets that have not ended. One without a date never ends. */
export const activeOf = (
  secrets: readonly PasswordCredential[],
  now: number,
): readonly PasswordCredential[] => secrets.filter(({ end }) => !(end <= now));
