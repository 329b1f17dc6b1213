// SVG shapes.

const SVG = "http://www.w3.org/2000/svg";

/** @typedef {[number, number]} Point */

/**
 * Make a shape in a parent.
 * @template {keyof SVGElementTagNameMap} Tag
 * @param {Tag} name
 * @param {Record<string, string | number>} attributes
 * @param {Element} parent
 * @param {string} [text]
 */
export function shape(name, attributes, parent, text) {
  const made = document.createElementNS(SVG, name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, String(value));
  if (text !== undefined) made.textContent = text;
  parent.append(made);
  return made;
}

/**
 * Make the head of an arrow.
 * @param {Element} parent
 * @param {string} classes
 * @param {Point} base
 * @param {Point} tip
 */
export function head(parent, classes, base, tip) {
  const [dx, dy] = [(tip[0] - base[0]) * 0.4, (tip[1] - base[1]) * 0.4];
  const points = [tip, [base[0] - dy, base[1] + dx], [base[0] + dy, base[1] - dx]];
  shape("polygon", { class: `head ${classes}`, points: points.join(" ") }, parent);
}
