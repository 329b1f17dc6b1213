// SVG drawing of a picture with the layout of Graphviz.

/** @import { Arrow, Box, Head, View } from "./api.js" */
import { markRoute } from "./route_marks.js";
import { head, shape } from "./svg.js";

const LINE = 14.5;

/**
 * A drawn box; (x, y) is its centre.
 * @typedef {object} DrawnBox
 * @property {SVGGElement} made
 * @property {string} label
 * @property {string} below
 * @property {SVGTextElement} lowest - the text below the title
 * @property {number} x
 * @property {number} y
 * @property {number} width
 * @property {number} height
 */
/**
 * A drawn arrow with its label.
 * @typedef {object} DrawnArrow
 * @property {Arrow} arrow
 * @property {SVGGElement} made
 * @property {SVGTextElement} label
 * @property {number} x - the start of the label, or its centre if it is above the line
 * @property {boolean} above
 */
/**
 * The positions of a plan in order, with the text below the title of each.
 * @typedef {ReadonlyMap<string, string>} Route
 */

const CORNERS = new Map([
  ["role", () => 9],
  ["or", (/** @type {Box} */ box) => box.height / 2],
]);

export class Scene {
  /** @type {View | null} */
  view = null;
  /** @type {Map<string, DrawnBox>} */
  boxes = new Map();
  /** @type {DrawnArrow[]} */
  arrows = [];

  /** @param {SVGSVGElement} svg */
  constructor(svg) {
    this.world = shape("g", { class: "world" }, svg);
  }

  /**
   * Draw a view, and remove the one before.
   * @param {View} view
   * @param {string} name
   */
  show(view, name) {
    this.view = view;
    this.world.replaceChildren();
    this.boxes.clear();
    const classes = ["lanes", "arrows", "boxes", "labels"];
    const [lanes, arrows, boxes, labels] = classes.map((each) => shape("g", { class: each }, this.world));
    for (const { hue, title, x, y, width, height } of view.lanes) {
      shape("rect", { class: `lane hue${hue}`, x, y, width, height, rx: 12 }, lanes);
      if (title) shape("text", { class: `stage-name hue${hue}`, x: x + 12, y: y + 20 }, lanes, title);
    }
    labels.setAttribute("aria-hidden", "true");
    this.arrows = view.arrows.map((arrow) => this.#drawArrow(view, arrow, arrows, labels));
    for (const box of view.boxes) this.#drawBox(box, boxes);
    this.world.setAttribute("data-view", name);
  }

  /**
   * @param {View} view
   * @param {Arrow} arrow
   * @param {Element} lines
   * @param {Element} labels
   * @returns {DrawnArrow}
   */
  #drawArrow(view, arrow, lines, labels) {
    const made = shape("g", { class: arrow.label ? "arrow move" : "arrow needed" }, lines);
    shape("path", { class: "line", d: arrow.path }, made);
    const [from, to] = [arrow.from, arrow.to].map((id) => view.boxes.find((box) => box.id === id));
    if (!from || !to) throw new Error("an arrow has no box at one of its ends");
    if (to.kind === "or") made.classList.add("either");
    else for (const each of arrow.heads) drawHead(made, each, arrow.to);
    // a label beside a line starts at the line; a label above a line is centred
    const above = Math.abs(from.y + from.height / 2 - to.y - to.height / 2) < 4;
    const x = above ? arrow.x : arrow.x + 4 - 2.9 * arrow.label.length;
    const attributes = { class: above ? "months above" : "months", x, y: arrow.y + 4 };
    return { arrow, made, label: shape("text", attributes, labels, arrow.label), x, above };
  }

  /**
   * @param {Box} box
   * @param {Element} parent
   */
  #drawBox(box, parent) {
    const { id, kind, hue, title, below, x, y, width, height } = box;
    const made = shape("g", { class: `box ${kind} hue${hue}` }, parent);
    const corner = CORNERS.get(kind);
    shape("rect", { x, y, width, height, rx: corner ? corner(box) : 3 }, made);
    const top = y + height / 2 - (title.length * LINE) / 2 + 4;
    /** @type {(name: string, text: string, row: number) => SVGTextElement} */
    const line = (name, text, row) => shape("text", { class: name, x: x + width / 2, y: top + row * LINE }, made, text);
    for (const [row, text] of title.entries()) line("name", text, row);
    const lowest = line("below", below, title.length);
    if (kind === "or") return made.setAttribute("aria-hidden", "true");
    const label = `${title.join(" ")}, ${kind}, ${below}`;
    const tab = this.boxes.size ? "-1" : "0";
    for (const [key, value] of Object.entries({ role: "button", tabindex: tab, "aria-label": label, "data-id": id })) {
      made.setAttribute(key, value);
    }
    made.addEventListener("pointerenter", (event) => event.pointerType === "mouse" && this.hover(id));
    made.addEventListener("pointerleave", () => this.hover(null));
    this.boxes.set(id, { made, label, below, lowest, x: x + width / 2, y: y + height / 2, width, height });
  }

  /**
   * Mark a plan, and the node in the details.
   * @param {Route} route
   * @param {string} chosen
   */
  mark(route, chosen) {
    const ids = [...route.keys()];
    const isPlanned = ids.some((id) => this.boxes.has(id));
    this.world.classList.toggle("planned", isPlanned);
    for (const [id, box] of this.boxes) {
      const text = route.get(id);
      box.made.classList.toggle("on", text !== undefined);
      box.made.classList.toggle("end", id === ids[0] || id === ids.at(-1));
      box.made.classList.toggle("chosen", id === chosen);
      box.made.setAttribute("aria-pressed", String(id === chosen));
      box.lowest.textContent = text ?? box.below;
      const step = text === undefined ? "" : `, step ${ids.indexOf(id) + 1} of the plan, ${text}`;
      box.made.setAttribute("aria-label", box.label + step);
    }
    markRoute(this, route);
  }

  /**
   * Highlight a box and its neighbours.
   * @param {string | null} id
   */
  hover(id) {
    const near = new Set(id ? [id] : []);
    for (const { arrow, made, label } of this.arrows) {
      const touches = arrow.from === id || arrow.to === id;
      if (touches) near.add(arrow.from).add(arrow.to);
      made.classList.toggle("near", touches);
      label.classList.toggle("near", touches);
    }
    for (const [other, box] of this.boxes) box.made.classList.toggle("near", near.has(other));
    this.world.classList.toggle("hovered", Boolean(id));
  }

  /**
   * Return the drawn boxes with these ids.
   * @param {string[]} ids
   */
  find(ids) {
    return ids.map((id) => this.boxes.get(id)).filter((box) => box !== undefined);
  }

  /**
   * Return the next box in a direction.
   * @param {DrawnBox} box
   * @param {[number, number]} direction
   */
  beside(box, [dx, dy]) {
    /** @param {DrawnBox} other */
    const along = (other) => (other.x - box.x) * dx + (other.y - box.y) * dy;
    /** @param {DrawnBox} other */
    const across = (other) => Math.abs((other.x - box.x) * dy) + Math.abs((other.y - box.y) * dx);
    /** @param {DrawnBox} other */
    const cost = (other) => along(other) + 2.5 * across(other);
    const further = [...this.boxes.values()].filter((other) => along(other) > 1);
    return further.sort((a, b) => cost(a) - cost(b))[0];
  }
}

/**
 * @param {Element} parent
 * @param {Head} arrowHead
 * @param {string} target
 */
function drawHead(parent, { at, base, tip }, target) {
  const end = at === target ? "there" : "back";
  shape("path", { class: `stub ${end}`, d: `M${base}L${tip}` }, parent);
  head(parent, end, base, tip);
}
