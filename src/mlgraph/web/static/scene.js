// Drawing of a picture as SVG. The picture is the map, or a node with its neighbours.

/** @import { Arrow, Box, View, Way } from "./api.js" */
import { drawArrowTip, drawRoundedPath, shape } from "./svg.js";

const CORNER = 9;
// the height of a line of text in a box, and of its part above the line on which the letters stand
const [LINE, RISE] = [12.6, 9.8];
// heights in a box with a note: above its first base line, from line to line, from the last to the note, below the note
const [FIRST, TIGHT, NOTE, LAST] = [10.6, 12, 12.2, 3.8];
// how far the letters of a label rise above the line on which they stand, with the air above, and hang below it
const [CAPITAL, HANGING] = [12.5, 2.6];
// the weights of labels, and of notes in boxes
const [BOLD, PLAIN] = [700, 400];
// the most that a box grows beyond its need
const SPARE = 4;

/**
 * A drawn box. The point (x, y) is its centre. The heights `above` and `below` it are free. Screen readers say its title,
 * its note, and what it is about.
 * @typedef {object} DrawnBox
 * @property {SVGGElement} made
 * @property {SVGRectElement} frame
 * @property {SVGTextElement[]} lines
 * @property {number} above
 * @property {number} below
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
  /**
   * The titles of tracks and the heads of columns. A text that a grown box meets is hidden.
   * @type {{ made: SVGTextElement, x: number, y: number, width: number }[]}
   */
  names = [];
  #lit = NONE;
  #family;
  // a canvas measures text without making the browser lay out the page
  #pen = /** @type {CanvasRenderingContext2D} */ (document.createElement("canvas").getContext("2d"));

  /** @param {SVGSVGElement} svg */
  constructor(svg) {
    this.svg = svg;
    this.#family = getComputedStyle(svg).fontFamily;
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
    const [areas, main, labels] = ["areas", "main", "labels"].map(addLayer);
    for (const { hue, x, y, width, height } of view.areas) {
      shape("rect", { class: `area hue${hue}`, x, y, width, height, rx: 10 }, areas);
    }
    for (const way of view.main) drawWay(way, `hue${way.hue}`, main);
    this.arrows = view.arrows.map((arrow) => ({ arrow, made: drawArrow(arrow, main) }));
    this.names = [];
    const times = shape("g", { id: "times" }, labels);
    for (const { text, hue, x, y } of view.labels) {
      const isHead = hue < 0;
      const made = shape("text", { class: isHead ? "span" : `track hue${hue}`, x, y }, isHead ? times : labels, text);
      const width = this.#measure(text, BOLD);
      this.names.push({ made, x: isHead ? x - width / 2 : x, y, width });
    }
    this.ways = addLayer("ways");
    const boxes = addLayer("boxes");
    for (const box of view.boxes) this.#drawBox(box, boxes);
    this.#findRoom(view);
  }

  /**
   * @param {string} text
   * @param {number} weight
   */
  #measure(text, weight) {
    this.#pen.font = `${weight} 11.7px ${this.#family}`;
    return this.#pen.measureText(text).width;
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
    const drawn = { made, frame, lines, above: 0, below: 0, box, ...said, x: x + width / 2, y: y + height / 2 };
    this.boxes.set(id, drawn);
    lightBox(drawn, undefined, false);
  }

  /**
   * Find the heights that are free above and below each box. Two boxes, which may both grow, share the height between
   * them.
   * @param {View} view
   */
  #findRoom({ boxes, height }) {
    const taken = [
      ...this.names.map(({ x, y, width }) => ({ x, width, top: y - CAPITAL, foot: y + HANGING, share: 1 })),
      ...boxes.map(({ x, y, width, height }) => ({ x, width, top: y, foot: y + height, share: 0.5 })),
    ];
    for (const drawn of this.boxes.values()) {
      const { x, y, width, height: tall } = drawn.box;
      const near = taken.filter((each) => each.x < x + width && x < each.x + each.width);
      const gaps = (/** @type {(each: typeof near[0]) => number} */ measureGap) =>
        near.filter((each) => measureGap(each) > 0).map((each) => measureGap(each) * each.share);
      drawn.above = Math.min(y, ...gaps(({ foot }) => y - foot));
      drawn.below = Math.min(height - y - tall, ...gaps(({ top }) => top - y - tall));
    }
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
      this.#annotate(drawn, now.boxes.get(id)?.[0]);
    }
    const frames = [...now.boxes.keys()].flatMap((id) => this.boxes.get(id)?.frame ?? []);
    for (const { made, x, y, width } of this.names) {
      made.classList.toggle(
        "met",
        frames.some(({ x: left, y: top, width: wide, height: tall }) => {
          const [near, above] = [left.baseVal.value, top.baseVal.value];
          return (
            near < x + width &&
            x < near + wide.baseVal.value &&
            above < y + 4 &&
            y - CAPITAL < above + tall.baseVal.value
          );
        }),
      );
    }
    for (const { arrow, made } of this.arrows) {
      made.classList.toggle("near", now.boxes.has(arrow.from) && now.boxes.has(arrow.to));
    }
    for (const [way, name] of now.ways) drawWay(way, name, this.ways);
  }

  /**
   * Write a note below the title in a box, or remove the note. The box grows as far as the note needs, and stands in the
   * middle of its room.
   * @param {DrawnBox} drawn
   * @param {string | undefined} note
   */
  #annotate({ made, frame, lines, box, above, below, x }, note) {
    made.querySelector(".when")?.remove();
    const rest = TIGHT * (lines.length - 1) + NOTE;
    const needed = note ? FIRST + rest + LAST : 0;
    const missing = Math.max(0, needed - box.height);
    const grown = missing + (note ? Math.min(SPARE, Math.max(0, (above + below - missing) / 2)) : 0);
    const top = box.y - Math.max(0, Math.min(grown, (grown + above - below) / 2));
    const height = box.height + grown;
    const width = note ? Math.max(box.width, this.#measure(note, PLAIN) + 6) : box.width;
    // a box that is wider for its note stays inside the picture
    const left = Math.max(1, Math.min(x - width / 2, (this.view?.width ?? 0) - width - 1));
    for (const [key, value] of Object.entries({ x: note ? left : box.x, y: top, width, height })) {
      frame.setAttribute(key, String(value));
    }
    if (!note) return stack(lines, top + (height - LINE * lines.length) / 2 + RISE, LINE);
    const first = top + (height - needed) / 2 + FIRST;
    stack(lines, first, TIGHT);
    shape("text", { class: "when", x: left + width / 2, y: first + rest }, made, note);
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

/** @param {...(string | undefined)} parts */
const list = (...parts) => parts.filter(Boolean).join(", ");

/**
 * @param {Way} way
 * @param {string} name
 * @param {Element} parent
 */
function drawWay({ from, to, points }, name, parent) {
  const made = shape("g", { class: `way ${name}`, "data-from": from, "data-to": to }, parent);
  const corners = points.flatMap((x, index) =>
    index % 2 ? [] : [/** @type {[number, number]} */ ([x, points[index + 1]])],
  );
  shape("path", { class: "line", d: drawRoundedPath(corners, CORNER) }, made);
  const [before, tip] = corners.slice(-2);
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
