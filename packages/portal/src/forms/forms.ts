import type { RecordChange, RecordRepository } from "@product-auth/core/records";
import { digestOf, isToken } from "../people/digest.js";
import { writeUnlessConflict } from "../stores/write-unless-conflict.js";

/** A form that is being worked on, or whose work is done. */
export interface ClaimedForm {
  /** Id of the record. */
  readonly id: string;
}

/** Milliseconds for which the id of a form is remembered. */
const REMEMBERED = 3_600_000;

/**
 * The forms that make something or show a secret. Each page with such a form gives it a random id, which is claimed before the
 * work: the same form sent again makes nothing. A form whose work failed is released.
 */
export class Forms {
  readonly #records: RecordRepository;
  readonly #clock: () => number;

  constructor(records: RecordRepository, clock: () => number) {
    this.#records = records;
    this.#clock = clock;
  }

  /**
   * Claims the form of a user; undefined when it was claimed before. `also`: changes that are written together with the claim,
   * for records with new ids.
   */
  async claim(
    owner: string,
    formId: string,
    also: (form: ClaimedForm) => readonly RecordChange[] = () => [],
  ): Promise<ClaimedForm | undefined> {
    // With the owner in it: a form id that another user has seen claims nothing of this one's.
    const form = { id: digestOf(`${owner}|${formId}`) };
    const expiresAt = this.#clock() + REMEMBERED;
    const isClaimed = await writeUnlessConflict(this.#records, [
      { put: { kind: "form", id: form.id, owner, expiresAt, version: 1, value: {} } },
      ...also(form),
    ]);
    return isClaimed ? form : undefined;
  }

  /** Lets the form be sent again. */
  release(form: ClaimedForm): Promise<void> {
    return this.#records.write([releaseOf(form)]);
  }
}

/** The release of a form as a change that can be written together with others. */
export const releaseOf = ({ id }: ClaimedForm): RecordChange => ({ remove: { kind: "form", id } });

/** Whether a text has the form of a form's id. */
export const isFormId = (text: string | undefined): text is string => isToken(text);
