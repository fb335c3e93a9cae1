import type { Page } from "playwright-core";

/** Sets the size of all text, as a reader does in the browser's settings: `200%`. */
export const withTextOf = (page: Page, size: string): Promise<void> =>
  page.evaluate((fontSize) => {
    (globalThis as unknown as Window).document.documentElement.style.fontSize = fontSize;
  }, size);

/**
 * The controls that measure less than 24 px in a direction. A label belongs to its box, because a click on it counts; a link in a
 * sentence is exempt, and so is what only readers of the page's structure meet.
 */
export const smallTargetsOn = (page: Page): Promise<readonly string[]> =>
  page.evaluate(() => {
    const { document, getComputedStyle } = globalThis as unknown as Window;
    const small: string[] = [];
    for (const element of document.querySelectorAll("a[href], button, input, select, textarea, summary")) {
      const boxes = [element, ...(element.labels ?? [])].map((part) => part.getBoundingClientRect());
      const width = Math.max(...boxes.map(({ right }) => right)) - Math.min(...boxes.map(({ left }) => left));
      const height = Math.max(...boxes.map((box) => box.bottom)) - Math.min(...boxes.map(({ top }) => top));
      if (width === 0) continue; // hidden
      const texts = [...(element.parentElement?.childNodes ?? [])].filter(({ nodeType }) => nodeType === 3);
      const isInSentence =
        getComputedStyle(element).display === "inline" &&
        texts.some(({ textContent }) => textContent.trim() !== "");
      if (isInSentence || (width >= 24 && height >= 24)) continue;
      const words = (element.labels?.[0] ?? element).textContent.trim();
      small.push(`${element.tagName} "${words}": ${Math.round(width)} × ${Math.round(height)} px`);
    }
    return small;
  });

/** What a reader cannot see or press any more: text beyond its box or the page, and controls that cover each other. */
export const lostOn = (page: Page): Promise<readonly string[]> =>
  page.evaluate(() => {
    const { document, getComputedStyle } = globalThis as unknown as Window;
    const lost: string[] = [];
    const root = document.documentElement;
    if (root.scrollWidth > root.clientWidth) lost.push("the page scrolls sideways");
    for (const element of document.querySelectorAll("body *")) {
      const { overflowX, overflowY, position } = getComputedStyle(element);
      if (position === "absolute") continue; // the skip link, and captions for readers of the structure
      const isCut =
        (/hidden|clip/.test(overflowX) && element.scrollWidth > element.clientWidth + 1) ||
        (/hidden|clip/.test(overflowY) && element.scrollHeight > element.clientHeight + 1);
      if (isCut) lost.push(`${element.tagName} cuts "${element.textContent.trim()}" off`);
    }
    const controls = [...document.querySelectorAll("a[href]:not(.skip), button, input, select, textarea")];
    const boxes = controls.map((element) => ({ element, box: element.getBoundingClientRect() }));
    const shown = boxes.filter(({ box }) => box.right > box.left);
    for (const [at, { element, box }] of shown.entries())
      for (const other of shown.slice(at + 1)) {
        const across = Math.min(box.right, other.box.right) - Math.max(box.left, other.box.left);
        const down = Math.min(box.bottom, other.box.bottom) - Math.max(box.top, other.box.top);
        if (across > 1 && down > 1)
          lost.push(`"${element.textContent.trim()}" covers "${other.element.textContent.trim()}"`);
      }
    return lost;
  });

/** What is read of a page: the tests are compiled without the types of the DOM. */
interface Window {
  readonly document: {
    readonly documentElement: Element & { readonly style: { fontSize: string } };
    querySelectorAll(selector: string): Iterable<Element>;
  };
  getComputedStyle(element: Element): {
    readonly display: string;
    readonly overflowX: string;
    readonly overflowY: string;
    readonly position: string;
  };
}

interface Element {
  readonly tagName: string;
  readonly textContent: string;
  readonly labels?: Iterable<Element> & readonly Element[];
  readonly parentElement: {
    readonly childNodes: Iterable<{ readonly nodeType: number; readonly textContent: string }>;
  } | null;
  readonly clientWidth: number;
  readonly clientHeight: number;
  readonly scrollWidth: number;
  readonly scrollHeight: number;
  getBoundingClientRect(): { left: number; right: number; top: number; bottom: number };
}
