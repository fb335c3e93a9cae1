// The contrast of a page's text with what lies behind it, by the formula of WCAG 2.2
// (https://www.w3.org/TR/WCAG22/#dfn-contrast-ratio), as the browser shows it.

const LEAST = 4.5; // for text of usual size: 1.4.3

/** What is wrong with the colors of a page that should be `scheme`, light or dark: a sentence for each. */
export async function colorProblems(page, scheme) {
  const texts = await page.evaluate(textsOf);
  if (texts.length === 0) return ["there is no text"];
  const pale = texts
    .map((text) => ({ ...text, ratio: ratioOf(text) }))
    .filter(({ ratio }) => ratio < LEAST)
    .map(({ text, color, ratio }) => [color.join(), `"${text}" has a contrast of ${ratio.toFixed(2)}`]);
  const isDark = luminance(texts[0].behind) < 0.5;
  return [
    ...(isDark === (scheme === "dark") ? [] : [`the page is ${isDark ? "dark" : "light"}`]),
    ...new Map(pale).values(),
  ];
}

function ratioOf({ color, behind }) {
  const [dark, bright] = [luminance(color), luminance(behind)].sort((a, b) => a - b);
  return (bright + 0.05) / (dark + 0.05);
}

function luminance(rgb) {
  const [red, green, blue] = rgb.map((value) => value / 255).map(linear);
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

const linear = (part) => (part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4);

/** Runs in the page: each visible text with its color and the color behind it, transparency included. */
function textsOf() {
  const canvas = document.createElement("canvas").getContext("2d", { willReadFrequently: true });
  const known = new Map();
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  const texts = [];
  for (let node = walker.nextNode(); node !== null; node = walker.nextNode()) {
    const element = node.parentElement;
    if (node.data.trim() === "" || !isVisible(element)) continue;
    const behind = colorBehind(element);
    const color = over(partsOf(getComputedStyle(element).color), behind);
    texts.push({ text: node.data.trim().slice(0, 40), color, behind });
  }
  return texts;

  function isVisible(element) {
    const { width, height } = element.getBoundingClientRect();
    return width * height > 0 && element.checkVisibility({ opacityProperty: true, visibilityProperty: true });
  }

  function colorBehind(element) {
    const [red, green, blue, opacity] = partsOf(getComputedStyle(element).backgroundColor);
    if (opacity === 1) return [red, green, blue];
    const below = element.parentElement === null ? [255, 255, 255] : colorBehind(element.parentElement);
    return over([red, green, blue, opacity], below);
  }

  function over([red, green, blue, opacity], below) {
    return [red, green, blue].map((value, at) => value * opacity + below[at] * (1 - opacity));
  }

  function partsOf(color) {
    if (!known.has(color)) {
      canvas.clearRect(0, 0, 1, 1);
      canvas.fillStyle = color;
      canvas.fillRect(0, 0, 1, 1);
      const [red, green, blue, opacity] = canvas.getImageData(0, 0, 1, 1).data;
      known.set(color, [red, green, blue, opacity / 255]);
    }
    return known.get(color);
  }
}
