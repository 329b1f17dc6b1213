// Drawing of a picture as SVG. The picture is the map, or a node with its neighbours.

/** @import { Arrow, Box, View, Way } from "./api.js" */
import { drawArrowTip, drawRoundedPath, shape } from "./svg.js";

// how round the corners of lines are; where dashed lines part, two round corners would look like the head of an arrow
const [ROUND, DASHED] = [9, 2];
// the height of a line of text in a box, and of its part above the line on which the letters stand
const [LINE, RISE] = [12.6, 9.8];
// heights in a box with a note: above its first base line, from line to line, to each line of the note, and below it;
// figures and capital letters keep 2 pixels from the outline
const [FIRST, TIGHT, NOTE, LAST] = [11.6, 11.7, 12, 4.8];
// how much of its growth a box with a note grows upwards, where the title of a track may stand
const UP = 0.46;

/**
 * A drawn box. The point (x, y) is its centre. Screen readers say its title, its note, and what it is about.
 * @typedef {object} DrawnBox
 * @property {SVGGElement} made
 * @property {SVGRectElement} frame
 * @property {SVGTextElement[]} lines
 * @property {Box} box
 * @property {string} title
 * @property {string} about
 * @property {number} x
 * @property {number} y
 */
/**
 * What is highlighted in a picture. `boxes` maps a box to its note, which is a text below its title, and its CSS class.
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

  /** @param {SVGSVGElement} svg */
  constructor(svg) {
    this.svg = svg;
    this.world = shape("g", { class: "world" }, svg);
    this.ways = this.world;
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
    const addLayer = (/** @type {string} */ name) => shape("g", { class: name }, this.world);
    // a highlighted line must not cross out the title of a track
    const [areas, main, ways, labels, boxes] = ["areas", "main", "ways", "labels", "boxes"].map(addLayer);
    this.ways = ways;
    for (const { hue, x, y, width, height } of view.areas) {
      shape("rect", { class: `area hue${hue}`, x, y, width, height, rx: 10 }, areas);
    }
    for (const way of view.main) drawWay(way, `hue${way.hue}`, main);
    this.arrows = view.arrows.map((arrow) => ({ arrow, made: drawArrow(arrow, main) }));
    const times = shape("g", { id: "times" }, labels);
    for (const { text, hue, x, y } of view.labels) {
      const isHead = hue < 0;
      shape("text", { class: isHead ? "span" : `track hue${hue}`, x, y }, isHead ? times : labels, text);
    }
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
    const frame = shape("rect", { x, y, width, height, rx }, made);
    // a space ends each line, so that the text of a box is the same words as its label
    const lines = (below ? [...title, below] : title).map((line, index) =>
      shape("text", { class: index < title.length ? "name" : "below", x: x + width / 2 }, made, `${line} `),
    );
    stack(lines, y + (height - LINE * lines.length) / 2 + RISE, LINE);
    if (kind === "or") return made.setAttribute("aria-hidden", "true");
    const about = list(kind, this.view?.tracks.find(({ id }) => id === track)?.title);
    const tab = this.boxes.size ? "-1" : "0";
    const attributes = { role: "button", tabindex: tab, "data-id": id, "aria-pressed": "false" };
    for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
    const said = { title: list(title.join(" "), below), about };
    const drawn = { made, frame, lines, box, ...said, x: x + width / 2, y: y + height / 2 };
    this.boxes.set(id, drawn);
    lightBox(drawn, undefined, false);
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
    for (const id of new Set([...before.boxes.keys(), ...now.boxes.keys(), before.chosen, now.chosen])) {
      const drawn = this.boxes.get(id);
      if (!drawn) continue;
      lightBox(drawn, now.boxes.get(id), id === now.chosen);
      annotate(drawn, now.boxes.get(id)?.[0]);
    }
    for (const { arrow, made } of this.arrows) {
      made.classList.toggle("near", now.boxes.has(arrow.from) && now.boxes.has(arrow.to));
    }
    for (const [way, name] of now.ways) drawWay(way, name, this.ways, this.boxes.get(way.to));
  }

  /**
   * Return the nearest box in a direction.
   * @param {DrawnBox} from
   * @param {[number, number]} direction
   */
  beside(from, [dx, dy]) {
    /** @param {DrawnBox} other */
    const measureAlong = (other) => (other.x - from.x) * dx + (other.y - from.y) * dy;
    /** @param {DrawnBox} other */
    const measureAcross = (other) => Math.abs((other.x - from.x) * dy) + Math.abs((other.y - from.y) * dx);
    /** @param {DrawnBox} other */
    const measureCost = (other) => measureAlong(other) + 2.5 * measureAcross(other);
    const further = [...this.boxes.values()].filter((other) => measureAlong(other) > 1);
    return further.sort((a, b) => measureCost(a) - measureCost(b))[0];
  }
}

/**
 * Put lines of text below each other.
 * @param {SVGTextElement[]} lines
 * @param {number} first - the height on which the letters of the first line stand
 * @param {number} step
 */
function stack(lines, first, step) {
  for (const [index, line] of lines.entries()) line.setAttribute("y", String(first + step * index));
}

/**
 * Write a note below the title in a box, or remove the note. The box grows as far as the note needs.
 * @param {DrawnBox} drawn
 * @param {string | undefined} note
 */
function annotate({ made, frame, lines, box, x }, note) {
  for (const old of made.querySelectorAll(".when")) old.remove();
  const notes = note ? note.split("\n") : [];
  const title = TIGHT * (lines.length - 1);
  const needed = FIRST + title + NOTE * notes.length + LAST;
  const height = note ? Math.max(box.height, needed) : box.height;
  const top = box.y - (height - box.height) * UP;
  frame.setAttribute("y", String(top));
  frame.setAttribute("height", String(height));
  if (!note) return stack(lines, top + (height - LINE * lines.length) / 2 + RISE, LINE);
  const first = top + (height - needed) / 2 + FIRST;
  stack(lines, first, TIGHT);
  for (const [index, line] of notes.entries())
    shape("text", { class: "when", x, y: first + title + NOTE * (index + 1) }, made, index ? ` ${line}` : line);
}

/**
 * @param {DrawnBox} drawn
 * @param {[string, string] | undefined} found - the note and the class of a lit box
 * @param {boolean} isChosen
 */
function lightBox({ made, title, about }, found, isChosen) {
  made.classList.remove("lit", "on", "in", "out", "both", "reached");
  if (found) made.classList.add("lit", ...found[1].split(" ").filter(Boolean));
  made.classList.toggle("chosen", isChosen);
  made.setAttribute("aria-pressed", String(isChosen));
  made.setAttribute("aria-label", list(title, found?.[0], about));
}

/** @param {DrawnBox} drawn */
const measureGrowth = ({ frame, box }) => frame.height.baseVal.value - box.height;

/** @param {...(string | undefined)} parts */
const list = (...parts) => parts.filter(Boolean).join(", ");

/**
 * @param {Way} way
 * @param {string} name
 * @param {Element} parent
 * @param {DrawnBox} [end] - the box at the end, which may have grown
 */
function drawWay({ from, to, points }, name, parent, end) {
  const made = shape("g", { class: `way ${name}`, "data-from": from, "data-to": to }, parent);
  const corners = points.flatMap((x, index) =>
    index % 2 ? [] : [/** @type {[number, number]} */ ([x, points[index + 1]])],
  );
  const [before, tip] = corners.slice(-2);
  if (end && before[0] === tip[0]) tip[1] += measureGrowth(end) * (tip[1] > before[1] ? -UP : 1 - UP);
  shape("path", { class: "line", d: drawRoundedPath(corners, name.startsWith("out") ? DASHED : ROUND) }, made);
  drawArrowTip(made, before, tip);
}

/**
 * @param {Arrow} arrow
 * @param {Element} parent
 */
function drawArrow({ from, to, path, heads }, parent) {
  const made = shape("g", { class: "arrow", "data-from": from, "data-to": to }, parent);
  shape("path", { class: "line", d: path }, made);
  for (const { base, tip } of heads) drawArrowTip(made, base, tip);
  return made;
}
