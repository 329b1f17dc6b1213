// Marks on the arrows of a plan.

/** @import { DrawnArrow, DrawnBox, Route, Scene } from "./scene.js" */
/** @import { Point } from "./svg.js" */
import { head, shape } from "./svg.js";

// as in page.css: the factor that enlarges the boxes of a plan in a small picture
const LARGER = 1.6;
const HEAD = 15;
// the greatest width of a letter of a label
const LETTER = 9.5;
// from a label on the right of a line to a label on its left
const BESIDE = 20;

/**
 * Mark the arrows between the positions of a plan, and draw those that the picture leaves out.
 * @param {Scene} scene
 * @param {Route} route
 */
export function markRoute(scene, route) {
  const ids = [...route.keys()];
  const next = new Map(ids.slice(1).map((id, place) => [ids[place], id]));
  const others = [...scene.boxes].filter(([id]) => !route.has(id)).map(([, box]) => box);
  for (const old of scene.world.querySelectorAll(".missing, .head.large")) old.remove();
  for (const arrow of scene.arrows) markArrow(scene, arrow, next, others);
  for (const [from, to] of next) if (!isDrawn(scene, from, to)) drawMissing(scene, from, to, others);
}

/**
 * @param {Scene} scene
 * @param {DrawnArrow} drawn
 * @param {ReadonlyMap<string, string>} next
 * @param {DrawnBox[]} others
 */
function markArrow(scene, drawn, next, others) {
  const { arrow, made, label } = drawn;
  const [there, back] = arrow.months;
  const isThere = there !== null && next.get(arrow.from) === arrow.to;
  const isBack = back !== null && next.get(arrow.to) === arrow.from;
  const months = isThere ? there : isBack ? back : null;
  made.classList.toggle("on", months !== null);
  made.classList.toggle("only-there", isThere);
  made.classList.toggle("only-back", isBack);
  label.classList.toggle("on", months !== null);
  setLabel(drawn, months ?? arrow.label, months === null ? [] : others);
  if (months === null) return;
  const line = /** @type {SVGPathElement} */ (made.querySelector(".line"));
  const [end] = scene.find([isThere ? arrow.to : arrow.from]);
  drawLargeHead(line, end, !isThere);
  made.parentElement?.append(made);
}

/**
 * Move a label to the left of its line if it would cover a box on the right.
 * @param {DrawnArrow} drawn
 * @param {string} text
 * @param {DrawnBox[]} boxes
 */
function setLabel({ arrow, label, x, above }, text, boxes) {
  const [y, other] = [arrow.y, x - BESIDE - text.length * LETTER];
  const isLeft = !above && covers(boxes, x, y, text) && !covers(boxes, other, y, text);
  label.classList.toggle("left", isLeft);
  label.setAttribute("x", String(isLeft ? x - BESIDE : x));
  label.textContent = text;
}

/**
 * Return whether a text that begins at a point covers a box.
 * @param {DrawnBox[]} boxes
 * @param {number} x
 * @param {number} y
 * @param {string} text
 */
function covers(boxes, x, y, text) {
  const right = x + text.length * LETTER;
  /** @param {DrawnBox} box */
  const isBeside = (box) => x >= box.x + box.width / 2 || right <= box.x - box.width / 2;
  return boxes.some((box) => !isBeside(box) && Math.abs(y - box.y) < box.height / 2 + 8);
}

/**
 * Move the head of a line to the edge of an enlarged box.
 * @param {SVGPathElement} line
 * @param {DrawnBox} box
 * @param {boolean} isBack
 */
function drawLargeHead(line, box, isBack) {
  const length = line.getTotalLength();
  /** @param {number} along */
  const point = (along) => line.getPointAtLength(isBack ? along : length - along);
  /** @param {DOMPoint} point */
  const isInside = ({ x, y }) =>
    Math.abs(x - box.x) < (box.width / 2) * LARGER && Math.abs(y - box.y) < (box.height / 2) * LARGER;
  let along = 0;
  while (along < length / 2 && isInside(point(along))) along += 2;
  const [tip, base] = [point(along), point(along + HEAD)];
  if (line.parentElement) head(line.parentElement, "large", [base.x, base.y], [tip.x, tip.y]);
}

/**
 * Return whether the picture has an arrow between two nodes, or lacks one of them.
 * @param {Scene} scene
 * @param {string} a
 * @param {string} b
 */
function isDrawn({ arrows, boxes }, a, b) {
  if (!boxes.has(a) || !boxes.has(b)) return true;
  return arrows.some(({ arrow: { from, to } }) => (from === a && to === b) || (from === b && to === a));
}

/**
 * Draw a move of a plan that the picture leaves out.
 * @param {Scene} scene
 * @param {string} from
 * @param {string} to
 * @param {DrawnBox[]} others
 */
function drawMissing({ boxes, world, view }, from, to, others) {
  const [start, end] = [boxes.get(from), boxes.get(to)];
  const [arrows, labels] = [world.querySelector(".arrows"), world.querySelector(".labels")];
  if (!start || !end || !arrows || !labels) return;
  const made = shape("g", { class: "arrow move on missing" }, arrows);
  const [base, tip] = [findBorder(end, start, 8), findBorder(end, start, 0)];
  const line = shape("path", { class: "line", d: `M${findBorder(start, end, 0)}L${base}` }, made);
  head(made, "", base, tip);
  drawLargeHead(line, end, false);
  const text = view?.not_drawn.find((move) => move.from === from && move.to === to)?.months;
  if (text === undefined) return;
  const places = [0.5, 0.6, 0.4, 0.7, 0.3, 0.8].map((share) => line.getPointAtLength(line.getTotalLength() * share));
  const free = places.find(({ x, y }) => !covers(others, x + 8, y, text)) ?? places[0];
  shape("text", { class: "months on missing", x: free.x + 8, y: free.y + 4 }, labels, text);
}

/**
 * Return the point where the line between two boxes leaves the first, moved `further` along the line.
 * @param {DrawnBox} box
 * @param {DrawnBox} other
 * @param {number} further
 * @returns {Point}
 */
function findBorder(box, other, further) {
  const [dx, dy] = [other.x - box.x, other.y - box.y];
  const out = Math.min(box.width / 2 / Math.abs(dx || 1e-9), box.height / 2 / Math.abs(dy || 1e-9));
  const share = out + further / Math.max(Math.hypot(dx, dy), 1e-9);
  return [box.x + dx * share, box.y + dy * share];
}
