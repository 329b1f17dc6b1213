// Drawing of a picture as SVG. The picture is the map, or a node with its neighbours.

/** @import { Arrow, Box, View, Way } from "./api.js" */
import { arrowTip, roundedPath, shape } from "./svg.js";

const LINE = 13;
const CORNER = 9;

/**
 * A drawn box. The point (x, y) is its centre.
 * @typedef {object} DrawnBox
 * @property {SVGGElement} made
 * @property {Box} box
 * @property {string} label
 * @property {number} x
 * @property {number} y
 */
/**
 * What is highlighted in a picture. `boxes` maps a box to the text on its lower edge and its CSS class.
 * @typedef {object} Light
 * @property {ReadonlyMap<string, [string, string]>} boxes
 * @property {[Way, string][]} ways - highlighted moves, each with its CSS class
 * @property {string} chosen
 */

/** @type {Light} */
const NONE = { boxes: new Map(), ways: [], chosen: "" };

export class Scene {
  /** @type {View | null} */
  view = null;
  /** @type {Map<string, DrawnBox>} */
  boxes = new Map();
  /** @type {{ arrow: Arrow, made: SVGGElement }[]} */
  arrows = [];
  #lit = NONE;
  // a canvas measures text without making the browser lay out the page
  #pen = /** @type {CanvasRenderingContext2D} */ (document.createElement("canvas").getContext("2d"));

  /** @param {SVGSVGElement} svg */
  constructor(svg) {
    this.svg = svg;
    this.#pen.font = `600 11.3px ${getComputedStyle(svg).fontFamily}`;
    this.world = shape("g", { class: "world" }, svg);
    this.ways = this.world;
    this.badges = this.world;
  }

  /**
   * Draw a picture, and remove the one before.
   * @param {View} view
   * @param {string} name
   */
  show(view, name) {
    this.view = view;
    this.#lit = NONE;
    this.svg.setAttribute("viewBox", `0 0 ${view.width} ${view.height}`);
    this.world.replaceChildren();
    this.world.setAttribute("class", `world ${name.split(":")[0]}`);
    this.boxes = new Map();
    const layer = (/** @type {string} */ name) => shape("g", { class: name }, this.world);
    const [areas, main, labels] = ["areas", "main", "labels"].map(layer);
    for (const { hue, x, y, width, height } of view.areas) {
      shape("rect", { class: `area hue${hue}`, x, y, width, height, rx: 10 }, areas);
    }
    for (const way of view.main) drawWay(way, `hue${way.hue}`, main);
    this.arrows = view.arrows.map((arrow) => ({ arrow, made: drawArrow(arrow, main) }));
    const times = shape("g", { id: "times" }, labels);
    for (const { text, hue, x, y } of view.labels) {
      if (hue < 0) shape("text", { class: "span", x, y }, times, text);
      else shape("text", { class: `track hue${hue}`, x, y }, labels, text);
    }
    this.ways = layer("ways");
    const boxes = layer("boxes");
    this.badges = layer("badges");
    for (const box of view.boxes) this.#drawBox(box, boxes);
  }

  /**
   * @param {Box} box
   * @param {Element} parent
   */
  #drawBox(box, parent) {
    const { id, kind, hue, track, title, below, x, y, width, height } = box;
    const made = shape("g", { class: `box ${kind} hue${hue}` }, parent);
    const rx = kind === "role" ? 9 : kind === "or" ? height / 2 : 4;
    shape("rect", { x, y, width, height, rx }, made);
    const lines = below ? [...title, below] : title;
    const first = y + (height - LINE * lines.length) / 2 + 10.9;
    for (const [place, line] of lines.entries()) {
      const name = place < title.length ? "name" : "below";
      shape("text", { class: name, x: x + width / 2, y: first + LINE * place }, made, line);
    }
    if (kind === "or") return made.setAttribute("aria-hidden", "true");
    const label = [title.join(" "), kind, this.view?.tracks.find(({ id }) => id === track)?.title, below];
    const said = label.filter(Boolean).join(", ");
    const tab = this.boxes.size ? "-1" : "0";
    const attributes = { role: "button", tabindex: tab, "data-id": id, "aria-label": said, "aria-pressed": "false" };
    for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
    this.boxes.set(id, { made, box, label: said, x: x + width / 2, y: y + height / 2 });
  }

  /**
   * Highlight some boxes and moves, and fade the rest. With null, fade nothing. Only elements that change are touched,
   * and nothing is measured, so that the picture reacts to the pointer within a few frames.
   * @param {Light | null} light
   */
  light(light) {
    const [before, now] = [this.#lit, light ?? NONE];
    this.#lit = now;
    this.world.classList.toggle("dimmed", Boolean(light));
    this.ways.replaceChildren();
    this.badges.replaceChildren();
    for (const id of new Set([...before.boxes.keys(), ...now.boxes.keys(), before.chosen, now.chosen])) {
      const drawn = this.boxes.get(id);
      if (drawn) lightBox(drawn, now.boxes.get(id), id === now.chosen);
    }
    for (const { arrow, made } of this.arrows) {
      made.classList.toggle("near", now.boxes.has(arrow.from) && now.boxes.has(arrow.to));
    }
    for (const [way, name] of now.ways) drawWay(way, name, this.ways);
    for (const [id, [text, name]] of now.boxes) this.#drawBadge(id, text, name);
  }

  /**
   * Write a text on the lower edge of a box, as a badge.
   * @param {string} id
   * @param {string} text
   * @param {string} name
   */
  #drawBadge(id, text, name) {
    const drawn = this.boxes.get(id);
    if (!drawn || !text) return;
    const { box, x } = drawn;
    const made = shape("g", { class: `badge ${name}`, "aria-hidden": "true" }, this.badges);
    const y = box.y + box.height;
    const pill = shape("rect", { y: y - 1, height: 13, rx: 6.5 }, made);
    const words = shape("text", { x, y: y + 9 }, made, text);
    const width = this.#pen.measureText(text).width + 10;
    // keep a badge inside the picture
    const at = Math.min(Math.max(x, width / 2 + 1), (this.view?.width ?? 0) - width / 2 - 1);
    words.setAttribute("x", String(at));
    pill.setAttribute("x", String(at - width / 2));
    pill.setAttribute("width", String(width));
  }

  /**
   * Return the nearest box in a direction.
   * @param {DrawnBox} from
   * @param {[number, number]} direction
   */
  beside(from, [dx, dy]) {
    /** @param {DrawnBox} other */
    const along = (other) => (other.x - from.x) * dx + (other.y - from.y) * dy;
    /** @param {DrawnBox} other */
    const across = (other) => Math.abs((other.x - from.x) * dy) + Math.abs((other.y - from.y) * dx);
    /** @param {DrawnBox} other */
    const cost = (other) => along(other) + 2.5 * across(other);
    const further = [...this.boxes.values()].filter((other) => along(other) > 1);
    return further.sort((a, b) => cost(a) - cost(b))[0];
  }
}

/**
 * @param {DrawnBox} drawn
 * @param {[string, string] | undefined} found - the text and the class of a lit box
 * @param {boolean} isChosen
 */
function lightBox({ made, label }, found, isChosen) {
  made.classList.remove("lit", "on", "in", "out", "both", "reached");
  if (found) made.classList.add("lit", ...found[1].split(" ").filter(Boolean));
  made.classList.toggle("chosen", isChosen);
  made.setAttribute("aria-pressed", String(isChosen));
  made.setAttribute("aria-label", found?.[0] ? `${label}, ${found[0]}` : label);
}

/**
 * @param {Way} way
 * @param {string} name
 * @param {Element} parent
 */
function drawWay({ from, to, points }, name, parent) {
  const made = shape("g", { class: `way ${name}`, "data-from": from, "data-to": to }, parent);
  const corners = points.flatMap((x, place) =>
    place % 2 ? [] : [/** @type {[number, number]} */ ([x, points[place + 1]])],
  );
  shape("path", { class: "line", d: roundedPath(corners, CORNER) }, made);
  const [before, tip] = corners.slice(-2);
  arrowTip(made, before, tip);
}

/**
 * @param {Arrow} arrow
 * @param {Element} parent
 */
function drawArrow({ from, to, path, heads }, parent) {
  const made = shape("g", { class: "arrow", "data-from": from, "data-to": to }, parent);
  shape("path", { class: "line", d: path }, made);
  for (const { base, tip } of heads) arrowTip(made, base, tip);
  return made;
}
