import type { RequestView } from "./request-view.js";

/** A view whose request was decided before: it emits no events, and counts nothing. */
export interface QuietView extends RequestView {
  readonly quiet: true;
}

/** Whether the request of a view was decided before. */
export const isQuiet = (view: RequestView): boolean => (view as Partial<QuietView>).quiet === true;
