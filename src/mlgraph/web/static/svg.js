// Functions that make SVG shapes.

const SVG = "http://www.w3.org/2000/svg";
const [LONG, HALF] = [8, 4];

/** @typedef {[number, number]} Point */

/**
 * Make a shape, and append it to a parent.
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
 * Make the tip of an arrow. The arrow points away from a point.
 * @param {Element} parent
 * @param {Point} before
 * @param {Point} tip
 */
export function drawArrowTip(parent, before, tip) {
  const length = Math.hypot(tip[0] - before[0], tip[1] - before[1]) || 1;
  const [dx, dy] = [(tip[0] - before[0]) / length, (tip[1] - before[1]) / length];
  const [x, y] = [tip[0] - dx * LONG, tip[1] - dy * LONG];
  const points = [tip, [x - dy * HALF, y + dx * HALF], [x + dy * HALF, y - dx * HALF]];
  shape("polygon", { class: "head", points: points.join(" ") }, parent);
}

/**
 * Return an SVG path through some points, with rounded corners.
 * @param {Point[]} points
 * @param {number} radius
 */
export function drawRoundedPath(points, radius) {
  const last = points.length - 1;
  return points
    .map((point, index) => {
      if (index === 0) return `M${point}`;
      if (index === last) return `L${point}`;
      const [before, after] = [points[index - 1], points[index + 1]];
      const room = Math.min(radius, measureDistance(before, point) / 2, measureDistance(point, after) / 2);
      return `L${moveTowards(point, before, room)}Q${point} ${moveTowards(point, after, room)}`;
    })
    .join("");
}

/**
 * @param {Point} a
 * @param {Point} b
 */
const measureDistance = (a, b) => Math.hypot(a[0] - b[0], a[1] - b[1]);

/**
 * Return the point that is at the distance `room` from a point, in the direction of another point.
 * @param {Point} from
 * @param {Point} to
 * @param {number} room
 */
function moveTowards(from, to, room) {
  const share = room / (measureDistance(from, to) || 1);
  return [from[0] + (to[0] - from[0]) * share, from[1] + (to[1] - from[1]) * share];
}
