// The panel with the plan, below the map: the totals, and tabs for the parts.

/** @import { Choice } from "./address.js" */
/** @import { Open } from "./dom.js" */
/** @import { IndexNode, PlanText } from "./api.js" */
import { TABS } from "./address.js";
import { drawChecklist, drawTicks } from "./checklist.js";
import { client, isAbort } from "./client.js";
import { drawStrips } from "./compare.js";
import { el, findById, quiet, say, showFailure } from "./dom.js";
import { drawTimeline, listPosts } from "./timeline.js";
import { drawReasons } from "./why.js";

/** @typedef {"learned" | "learning" | "skipped" | ""} State */
/**
 * @typedef {object} Actions
 * @property {Open} open
 * @property {(id: string, state: State) => void} tick
 * @property {(index: number) => void} choose
 * @property {(tab: string) => void} turn
 * @property {() => string} owner - returns the id in the loaded profile, or ""
 * @property {() => void} changed - called after the alternatives have arrived
 */

const NAMES = new Map(Object.entries({ timeline: "Timeline", compare: "Compare", checklist: "Checklist", why: "Why" }));
const FILES = ["plan.png", "plan.pdf", "handout.pdf", "plan.ics", "plan.md", "plan.csv"];

export class PlanPanel {
  /** @type {PlanText[]} */
  #plans = [];
  /** @type {PlanText | null} */
  #shown = null;
  #hasAll = false;
  #asking = new AbortController();
  #panel = findById("answer");

  /**
   * @param {ReadonlyMap<string, IndexNode>} nodes
   * @param {() => Choice} current
   * @param {Actions} actions
   */
  constructor(nodes, current, actions) {
    this.nodes = nodes;
    this.current = current;
    this.actions = actions;
  }

  /** The plan on the page. */
  get shown() {
    return this.#shown;
  }

  /** Request the best plan and show it, then request its alternatives and all its reasons. */
  async ask() {
    this.#asking.abort();
    this.#asking = new AbortController();
    const { signal } = this.#asking;
    const choice = this.current();
    this.#plans = [];
    this.#shown = null;
    this.#hasAll = client.inOneFile;
    if (!choice.from || !choice.to) return this.#hint(choice);
    this.#panel.setAttribute("aria-busy", "true");
    try {
      const plan = await client.plan(choice, signal);
      this.#plans = [plan];
      this.#show(0);
      say(`${plan.ends}: ${plan.total}`);
    } catch (error) {
      if (isAbort(error)) return;
      this.#fail(/** @type {Error} */ (error));
    }
    this.#panel.removeAttribute("aria-busy");
    if (this.#plans.length && !client.inOneFile) this.#askRest(choice, signal);
  }

  /** @param {Choice} choice */
  #hint({ from, to }) {
    const missing = from ? "where you want to be" : "where you are";
    const hint = `Choose ${missing}: type it, or pick a post.`;
    this.#panel.replaceChildren(...(from || to ? [el("p", { class: "empty hint" }, hint)] : []));
  }

  /** @param {Error} error */
  #fail(error) {
    const heading = el("h2", { class: "total" }, "No plan");
    this.#panel.replaceChildren(heading, showFailure(error), ...drawTicks(this.current(), this.nodes, this.actions));
    say(error.message);
  }

  /**
   * Return whether there can be alternatives. The planner finds none if a position is a waypoint.
   * @param {Choice} choice
   */
  #hasOthers({ from, to, via }) {
    const passes = via.some((id) => this.nodes.get(id)?.kind !== "skill" && id !== from && id !== to);
    return !passes && this.#plans[0].stops.length > 1;
  }

  /**
   * Request the alternatives, and then all reasons for the best plan. One after the other, they keep one worker busy.
   * @param {Choice} choice
   * @param {AbortSignal} signal
   */
  async #askRest(choice, signal) {
    try {
      const { plans } = this.#hasOthers(choice) ? await client.plans(choice, signal) : { plans: [] };
      if (signal.aborted) return;
      this.#plans = [this.#plans[0], ...plans.slice(1)];
      this.#hasAll = true;
      this.turnTo();
      this.actions.changed();
      const whole = await client.wholePlan(choice, signal);
      if (signal.aborted) return;
      this.#plans[0] = whole;
      // the other tabs do not show the reasons, so they stay as they are under the pointer and the focus
      if (this.current().tab === "why") this.turnTo();
    } catch (error) {
      if (!isAbort(error)) this.#panel.append(showFailure(/** @type {Error} */ (error)));
    }
  }

  /** Show the chosen plan and tab. */
  turnTo() {
    if (!this.#plans.length) return;
    const focused = this.#panel.contains(document.activeElement) ? findPlace(this.#panel) : "";
    const way = Number(this.current().way);
    this.#show(way < this.#plans.length ? way : 0);
    if (focused) /** @type {HTMLElement | null} */ (this.#panel.querySelector(focused))?.focus();
  }

  /** @param {number} index */
  #show(index) {
    const listTicks = () => /** @type {HTMLElement[]} */ ([...this.#panel.querySelectorAll(".study .learned")]);
    const ticked = listTicks().indexOf(/** @type {HTMLElement} */ (document.activeElement));
    const plan = this.#plans[index];
    this.#shown = plan;
    const tab = this.current().tab || TABS[0];
    const contents = {
      timeline: () => drawTimeline(plan, this.actions.open),
      compare: () => this.#compare(index),
      checklist: () => drawChecklist(plan, this.current(), this.nodes, this.actions),
      why: () => drawReasons(plan, this.actions.open),
    };
    this.#panel.replaceChildren(
      ...this.#totals(plan),
      drawTabs(tab, this.actions.turn),
      ...Object.entries(contents).map(([name, draw]) => {
        const attributes = { role: "tabpanel", id: `panel-${name}`, "aria-labelledby": `tab-${name}`, tabindex: "0" };
        return el("div", { ...attributes, hidden: name !== tab }, ...draw());
      }),
    );
    // a ticked skill disappears from the list, so focus the next one
    if (ticked >= 0) (listTicks()[ticked] ?? listTicks().at(-1) ?? findById("plan")).focus();
  }

  /**
   * @param {PlanText} plan
   * @returns {HTMLElement[]}
   */
  #totals(plan) {
    const choice = this.current();
    const makeLink = (/** @type {string} */ name) =>
      el(
        "a",
        { href: client.planAddress(choice, name, this.actions.owner()), download: name },
        name === "handout.pdf" ? "handout" : name.replace("plan.", ""),
      );
    return [
      el(
        "div",
        { class: "totals" },
        el("h2", { class: "total" }, plan.total, el("span", { class: "unseen" }, ` from ${plan.ends}`)),
        el("p", { class: "costs" }, plan.costs),
      ),
      el(
        "div",
        { class: "outline" },
        plan.range && el("p", { class: "quiet range" }, plan.range),
        !client.inOneFile && el("p", { class: "files" }, "Save as ", ...FILES.map(makeLink)),
        drawRoute(plan),
      ),
    ];
  }

  /**
   * @param {number} index
   * @returns {HTMLElement[]}
   */
  #compare(index) {
    if (client.inOneFile) {
      return [el("p", { class: "quiet" }, "This file has no alternatives; run mlgraph serve to compare plans.")];
    }
    if (!this.#hasAll) return [el("p", { class: "quiet" }, "Other plans are being searched.")];
    if (this.#plans.length < 2) return [el("p", { class: "quiet" }, "There is no other plan to compare with.")];
    return [drawStrips(this.#plans, index, this.actions.choose)];
  }
}

/**
 * Return the positions of a plan in one line, since the map may be too high to show all of them at once.
 * @param {PlanText} plan
 */
function drawRoute(plan) {
  const parts = listPosts(plan).map(({ title, day }, index, { length }) =>
    el("span", {}, el("b", {}, title), quiet(` ${day.replace(/^\d+ /, "")} `), index < length - 1 && quiet("›")),
  );
  return el("p", { class: "route" }, ...parts);
}

/**
 * @param {string} tab
 * @param {(tab: string) => void} turn
 */
function drawTabs(tab, turn) {
  const press = (/** @type {KeyboardEvent} */ { key }) => {
    const step = key === "ArrowRight" ? 1 : key === "ArrowLeft" ? -1 : 0;
    if (step) turn(TABS[(TABS.indexOf(tab) + step + TABS.length) % TABS.length]);
  };
  const buttons = TABS.map((name) => {
    const attributes = { role: "tab", type: "button", id: `tab-${name}`, "aria-controls": `panel-${name}` };
    const state = { "aria-selected": String(name === tab), tabindex: name === tab ? "0" : "-1" };
    return el(
      "button",
      { ...attributes, ...state, on: { click: () => turn(name), keydown: press } },
      NAMES.get(name) ?? "",
    );
  });
  return el("div", { class: "tabs", role: "tablist", "aria-label": "Parts of the plan" }, ...buttons);
}

/**
 * Return a selector that finds the focused control again after it has been redrawn.
 * @param {HTMLElement} panel
 */
function findPlace(panel) {
  const focused = /** @type {HTMLElement} */ (document.activeElement);
  if (focused.matches(".choices input")) return ".choices :checked";
  if (focused.getAttribute("role") === "tab") return "[role=tab][aria-selected=true]";
  return panel.contains(focused) && focused.id ? `#${focused.id}` : "";
}
