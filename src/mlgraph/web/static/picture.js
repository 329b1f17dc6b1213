// A picture that Graphviz has laid out, drawn as SVG: to look at, to zoom and pan, and to go through with the arrow keys.

import { head, markRoute, number, shape } from "./route.js";

const LINE = 14.5;
const DRAG = 4;
const CLOSEST = 3;
// a picture is fitted no smaller than can be read, and no larger than looks well
export const READABLE = 0.8;
const LARGEST = 1.35;
// below this scale, the boxes of a plan are drawn larger than the others, so that they can be read
const FAR = 0.68;
const FARTHEST = 0.42;

export class Picture {
  constructor(svg, picked) {
    this.svg = svg;
    this.picked = picked;
    this.boxes = new Map();
    this.arrows = [];
    this.pointers = new Map();
    this.world = shape("g", { class: "world" }, svg);
    this.at = { x: 0, y: 0, scale: 1 };
    for (const type of ["pointerdown", "pointermove", "pointerup", "pointercancel"])
      svg.addEventListener(type, (event) => this[type](event));
    svg.addEventListener("wheel", (event) => this.wheel(event), { passive: false });
    svg.addEventListener("keydown", (event) => this.keydown(event));
    svg.addEventListener("focusin", (event) => this.focused(event.target.closest(".box")));
  }

  show(view, name) {
    this.view = view;
    this.world.replaceChildren();
    this.boxes.clear();
    const layers = ["lanes", "arrows", "boxes", "labels"].map((name) => shape("g", { class: name }, this.world));
    for (const { hue, title, x, y, width, height } of view.lanes) {
      shape("rect", { class: `lane hue${hue}`, x, y, width, height, rx: 12 }, layers[0]);
      if (title) shape("text", { class: `stage-name hue${hue}`, x: x + 12, y: y + 20 }, layers[0], title);
    }
    layers[3].setAttribute("aria-hidden", "true");
    this.arrows = view.arrows.map((arrow) => this.drawArrow(arrow, layers[1], layers[3]));
    for (const box of view.boxes) this.drawBox(box, layers[2]);
    this.world.setAttribute("data-view", name);
    this.fit(READABLE);
  }

  drawArrow(arrow, lines, labels) {
    const way = arrow.months[0] === null && arrow.months[1] === null ? "needed" : "move";
    const made = shape("g", { class: `arrow ${way}` }, lines);
    const ors = [arrow.from, arrow.to].map((id) => id.startsWith("one of "));
    if (ors[1]) made.classList.add("either");
    shape("path", { class: "line", d: arrow.path }, made);
    for (const { at, base, tip } of ors[1] ? [] : arrow.heads) {
      const end = at === arrow.to ? "there" : "back";
      shape("path", { class: `stub ${end}`, d: `M${base}L${tip}` }, made);
      head(made, end, base, tip);
    }
    const months = arrow.months.filter((value) => value !== null).map(number).join(" / ");
    // beside a line, a label begins at it, however long it becomes; above one it stands in the middle
    const [from, to] = [arrow.from, arrow.to].map((id) => this.view.boxes.find((box) => box.id === id));
    const above = Math.abs(from.y + from.height / 2 - to.y - to.height / 2) < 4;
    const x = above ? arrow.x : arrow.x + 4 - 2.9 * months.length;
    const label = shape("text", { class: above ? "months above" : "months", x, y: arrow.y + 4 }, labels, months);
    return { ...arrow, x, above, made, label, text: months };
  }

  drawBox({ id, kind, hue, title, below, x, y, width, height }, parent) {
    const made = shape("g", { class: `box ${kind} hue${hue}` }, parent);
    shape("rect", { x, y, width, height, rx: kind === "role" ? 9 : kind === "or" ? height / 2 : 3 }, made);
    const top = y + height / 2 - (title.length * LINE) / 2 + 4;
    const lines = [...title, below];
    const texts = lines.map((line, row) =>
      shape("text", { class: row < title.length ? "name" : "below", x: x + width / 2, y: top + row * LINE }, made, line),
    );
    if (kind === "or") return made.setAttribute("aria-hidden", "true");
    made.setAttribute("role", "button");
    made.setAttribute("tabindex", this.boxes.size ? "-1" : "0");
    const label = `${title.join(" ")}, ${kind}, ${below}`;
    made.setAttribute("aria-label", label);
    made.dataset.id = id;
    made.addEventListener("pointerenter", (event) => event.pointerType === "mouse" && this.hover(id));
    made.addEventListener("pointerleave", () => this.hover(null));
    return this.boxes.set(id, { made, label, below, lowest: texts.at(-1), x: x + width / 2, y: y + height / 2, width, height });
  }

  // route: the id of each position on the plan with the text below its title; chosen: what the details are about
  mark(route, chosen) {
    const ids = [...route.keys()];
    this.world.classList.toggle("planned", ids.some((id) => this.boxes.has(id)));
    for (const [id, box] of this.boxes) {
      box.made.classList.toggle("on", route.has(id));
      box.made.classList.toggle("end", id === ids[0] || id === ids.at(-1));
      box.made.classList.toggle("chosen", id === chosen);
      box.made.setAttribute("aria-pressed", String(id === chosen));
      box.lowest.textContent = route.get(id) ?? box.below;
      const step = route.has(id) ? `, step ${ids.indexOf(id) + 1} of the plan, ${route.get(id)}` : "";
      box.made.setAttribute("aria-label", box.label + step);
    }
    markRoute(this, route);
  }

  hover(id) {
    const near = new Set(id ? [id] : []);
    for (const arrow of this.arrows) {
      const touches = arrow.from === id || arrow.to === id;
      if (touches) near.add(arrow.from).add(arrow.to);
      arrow.made.classList.toggle("near", touches);
      arrow.label.classList.toggle("near", touches);
    }
    for (const [other, box] of this.boxes) box.made.classList.toggle("near", near.has(other));
    this.world.classList.toggle("hovered", Boolean(id));
  }

  move(at) {
    this.at = at;
    this.world.classList.toggle("far", at.scale < FAR);
    this.world.setAttribute("transform", `translate(${at.x} ${at.y}) scale(${at.scale})`);
  }

  // the whole picture, or as much of it as is readable
  fit(least = 0) {
    if (!this.view) return;
    const { clientWidth: wide, clientHeight: high } = this.svg;
    const whole = Math.min(wide / this.view.width, high / this.view.height);
    const scale = Math.min(Math.max(whole, least), LARGEST);
    this.least = Math.min(whole, scale) * 0.7;
    this.moveWithin({ x: (wide - this.view.width * scale) / 2, y: 0, scale });
  }

  // as near as possible without empty margins, and in the middle where there is room
  moveWithin({ x, y, scale }) {
    const kept = (at, room, size) => (size < room ? (room - size) / 2 : Math.min(0, Math.max(room - size, at)));
    const { clientWidth: wide, clientHeight: high } = this.svg;
    this.move({ x: kept(x, wide, this.view.width * scale), y: kept(y, high, this.view.height * scale), scale });
  }

  zoom(factor, x = this.svg.clientWidth / 2, y = this.svg.clientHeight / 2) {
    const scale = Math.min(Math.max(this.at.scale * factor, this.least), CLOSEST);
    const ratio = scale / this.at.scale;
    this.move({ x: x - (x - this.at.x) * ratio, y: y - (y - this.at.y) * ratio, scale });
  }

  // show some boxes, the first of them if there is no room for all
  frame(ids) {
    const boxes = ids.map((id) => this.boxes.get(id)).filter(Boolean);
    if (!boxes.length) return;
    const edges = (at, size) => [Math.min(...boxes.map((box) => box[at] - box[size])), Math.max(...boxes.map((box) => box[at] + box[size]))];
    const [[left, right], [top, bottom]] = [edges("x", "width"), edges("y", "height")];
    const { clientWidth: wide, clientHeight: high } = this.svg;
    const scale = Math.min(Math.max(Math.min(wide / (right - left), high / (bottom - top)), FARTHEST), LARGEST);
    this.moveWithin({ x: wide / 2 - ((left + right) / 2) * scale, y: high / 2 - ((top + bottom) / 2) * scale, scale });
    this.reveal(ids.slice(0, 1));
  }

  // bring boxes into sight, in the middle where they are not there already
  reveal(ids) {
    const boxes = ids.map((id) => this.boxes.get(id)).filter(Boolean);
    if (!boxes.length) return;
    const { x, y, scale } = this.at;
    const [wide, high] = [this.svg.clientWidth, this.svg.clientHeight];
    const within = (at, size, room) => at - size > 0 && at + size < room;
    const inSight = (box) =>
      within(box.x * scale + x, (box.width / 2) * scale, wide) && within(box.y * scale + y, (box.height / 2) * scale, high);
    if (boxes.every(inSight)) return;
    const [box] = boxes;
    this.moveWithin({ x: wide / 2 - box.x * scale, y: high / 2 - box.y * scale, scale });
  }

  place(event) {
    const frame = this.svg.getBoundingClientRect();
    return { x: event.clientX - frame.left, y: event.clientY - frame.top };
  }

  pointerdown(event) {
    if (event.button) return;
    this.pointers.set(event.pointerId, this.place(event));
    this.moved = this.pointers.size > 1 ? this.moved : 0;
  }

  pointermove(event) {
    const before = this.pointers.get(event.pointerId);
    if (!before) return;
    const now = this.place(event);
    const others = [...this.pointers].filter(([id]) => id !== event.pointerId).map(([, point]) => point);
    this.moved += Math.hypot(now.x - before.x, now.y - before.y);
    if (this.moved > DRAG) this.svg.setPointerCapture(event.pointerId);
    if (this.moved > DRAG || others.length) {
      this.move({ ...this.at, x: this.at.x + (now.x - before.x) / (others.length + 1), y: this.at.y + (now.y - before.y) / (others.length + 1) });
      if (others.length) {
        const apart = ({ x, y }) => Math.hypot(x - others[0].x, y - others[0].y);
        this.zoom(apart(now) / Math.max(apart(before), 1), (now.x + others[0].x) / 2, (now.y + others[0].y) / 2);
      }
    }
    this.pointers.set(event.pointerId, now);
  }

  pointerup(event) {
    const known = this.pointers.delete(event.pointerId);
    const box = event.target.closest?.(".box[data-id]");
    if (known && box && this.moved <= DRAG) {
      box.focus({ preventScroll: true });
      this.picked(box.dataset.id);
    }
  }

  pointercancel(event) {
    this.pointers.delete(event.pointerId);
  }

  wheel(event) {
    event.preventDefault();
    const { x, y } = this.place(event);
    this.zoom(Math.exp(-event.deltaY * (event.ctrlKey ? 0.01 : 0.0015)), x, y);
  }

  focused(made) {
    if (!made) return;
    for (const { made: other } of this.boxes.values()) other.setAttribute("tabindex", other === made ? "0" : "-1");
    if (made.matches(":focus-visible")) {
      this.hover(made.dataset.id);
      this.reveal([made.dataset.id]);
      made.addEventListener("blur", () => this.hover(null), { once: true });
    }
  }

  focus() {
    this.world.querySelector('.box[tabindex="0"]')?.focus({ preventScroll: true });
  }

  // on paper, what is seen is made to fit
  onPaper(on) {
    if (on) this.svg.setAttribute("viewBox", `0 0 ${this.svg.clientWidth} ${this.svg.clientHeight}`);
    else this.svg.removeAttribute("viewBox");
  }

  keydown(event) {
    const box = this.boxes.get(event.target.dataset?.id);
    const ways = { ArrowRight: [1, 0], ArrowLeft: [-1, 0], ArrowDown: [0, 1], ArrowUp: [0, -1] };
    const way = ways[event.key];
    if (event.key === "+" || event.key === "=") this.zoom(1.25);
    else if (event.key === "-") this.zoom(0.8);
    else if (event.key === "0") this.fit();
    else if (way && event.shiftKey) this.move({ ...this.at, x: this.at.x - way[0] * 60, y: this.at.y - way[1] * 60 });
    else if (way && box) this.beside(box, way)?.made.focus({ preventScroll: true });
    else if ((event.key === "Enter" || event.key === " ") && box) this.picked(event.target.dataset.id);
    else return;
    event.preventDefault();
  }

  beside(box, [dx, dy]) {
    const along = (other) => (other.x - box.x) * dx + (other.y - box.y) * dy;
    const across = (other) => Math.abs((other.x - box.x) * dy) + Math.abs((other.y - box.y) * dx);
    const further = [...this.boxes.values()].filter((other) => along(other) > 1);
    const cost = (other) => along(other) + 2.5 * across(other);
    return further.sort((a, b) => cost(a) - cost(b))[0];
  }
}
