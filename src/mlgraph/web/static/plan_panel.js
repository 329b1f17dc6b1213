// The plan in the panel, with a choice of alternatives.

/** @import { Choice } from "./address.js" */
/** @import { Open } from "./dom.js" */
/** @import { IndexNode, PlanText, StopText, StudyText } from "./api.js" */
import { client, isAbort } from "./client.js";
import { byId, el, failure, link, quiet, say } from "./dom.js";

/**
 * @typedef {object} Actions
 * @property {Open} open
 * @property {(id: string) => void} learn
 * @property {(place: number) => void} choose
 * @property {() => void} changed - called after the alternatives have arrived
 */

export class PlanPanel {
  /** @type {PlanText[]} */
  #plans = [];
  /** @type {PlanText | null} */
  #shown = null;
  #asking = new AbortController();
  #panel = byId("answer");

  /**
   * @param {ReadonlyMap<string, IndexNode>} nodes
   * @param {Actions} actions
   */
  constructor(nodes, actions) {
    this.nodes = nodes;
    this.actions = actions;
  }

  /** The plan on the page. */
  get shown() {
    return this.#shown;
  }

  /**
   * Request the best plan and show it, then request alternatives.
   * @param {() => Choice} current
   */
  async ask(current) {
    this.#asking.abort();
    this.#asking = new AbortController();
    const { signal } = this.#asking;
    const choice = current();
    this.#plans = [];
    this.#shown = null;
    if (!choice.from || !choice.to) {
      const missing = choice.from ? "where you want to be" : "where you are";
      const hint = `Choose ${missing}: type it above, or click it on the map.`;
      return this.#panel.replaceChildren(el("p", { class: "empty" }, hint));
    }
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
    if (this.#plans.length && !client.inOneFile && this.#hasOthers(choice)) this.#askOthers(current, signal);
  }

  /** @param {Error} error */
  #fail(error) {
    this.#panel.replaceChildren(failure(error));
    say(error.message);
  }

  /**
   * Return whether the planner has alternatives; it has none for a plan with a position as a waypoint.
   * @param {Choice} choice
   */
  #hasOthers({ from, to, via }) {
    const passes = via.some((id) => this.nodes.get(id)?.kind !== "skill" && id !== from && id !== to);
    return !passes && this.#plans[0].stops.length > 1;
  }

  /**
   * @param {() => Choice} current
   * @param {AbortSignal} signal
   */
  async #askOthers(current, signal) {
    try {
      const { plans } = await client.plans(current(), signal);
      if (signal.aborted || plans.length < 2) return;
      this.#plans = [this.#plans[0], ...plans.slice(1)];
      if (this.#place(current()) === 0) return this.#offer(0);
      this.turnTo(current());
      this.actions.changed();
    } catch (error) {
      if (!isAbort(error)) this.#panel.append(failure(/** @type {Error} */ (error)));
    }
  }

  /**
   * Show the chosen plan.
   * @param {Choice} choice
   */
  turnTo(choice) {
    if (!this.#plans.length) return;
    const hadFocus = this.#panel.contains(document.activeElement);
    this.#show(this.#place(choice));
    if (hadFocus) /** @type {HTMLElement | null} */ (this.#panel.querySelector(".choices :checked"))?.focus();
  }

  /** @param {Choice} choice */
  #place({ way }) {
    return Number(way) < this.#plans.length ? Number(way) : 0;
  }

  /** @param {number} place */
  #show(place) {
    const ticks = () => /** @type {HTMLElement[]} */ ([...this.#panel.querySelectorAll(".study input")]);
    const ticked = ticks().indexOf(/** @type {HTMLElement} */ (document.activeElement));
    this.#shown = this.#plans[place];
    this.#panel.replaceChildren(...drawPlan(this.#shown, this.actions));
    this.#offer(place);
    // a ticked skill leaves the plan, so the next one gets the focus
    if (ticked >= 0) (ticks()[ticked] ?? ticks().at(-1) ?? byId("plan")).focus();
  }

  /** @param {number} place */
  #offer(place) {
    this.#panel.querySelector(".choices")?.remove();
    if (this.#plans.length < 2) return;
    const options = this.#plans.map((plan, other) => this.#option(plan, other, other === place));
    const choices = el("fieldset", { class: "choices" }, el("legend", {}, "Plans"), ...options);
    this.#panel.querySelector(".timeline")?.before(choices);
  }

  /**
   * @param {PlanText} plan
   * @param {number} place
   * @param {boolean} isChosen
   */
  #option(plan, place, isChosen) {
    const on = { change: () => this.actions.choose(place) };
    const radio = el("input", { type: "radio", name: "choice", value: place, on });
    radio.checked = isChosen;
    const texts = [el("span", { class: "what" }, plan.way), el("span", { class: "hours" }, plan.brief)];
    return el("label", {}, radio, ...texts);
  }
}

/**
 * @param {PlanText} plan
 * @param {Actions} actions
 */
function drawPlan(plan, actions) {
  const ends = el("span", { class: "unseen" }, ` from ${plan.ends}`);
  const stops = plan.stops.map((stop) => drawStop(stop, actions));
  return [
    el("h2", { class: "total" }, plan.total, ends),
    el("p", { class: "totals" }, plan.costs),
    ...plan.remarks.map((remark) => el("p", { class: "quiet" }, remark)),
    el("ol", { class: "timeline", "aria-label": "The plan" }, ...stops),
  ];
}

/**
 * @param {StopText} stop
 * @param {Actions} actions
 */
function drawStop(stop, actions) {
  const day = el("span", { class: "day" }, stop.day);
  const studies = stop.studies.map((study) => drawStudy(study, actions));
  return el(
    "li",
    { class: `stop ${stop.kind}${stop.is_critical ? " critical" : ""}${stop.waits_for && ` waits-${stop.waits_for}`}` },
    el("div", { class: "head" }, link(stop, actions.open), day),
    el("p", { class: "quiet decides" }, stop.decides),
    ...stop.waits.map((said) => el("p", { class: "quiet" }, said)),
    stop.learn && el("details", { open: true }, el("summary", {}, stop.learn), el("ul", {}, ...studies)),
  );
}

/**
 * @param {StudyText} study
 * @param {Actions} actions
 */
function drawStudy(study, { open, learn }) {
  const on = { change: () => learn(study.id) };
  return el(
    "li",
    { class: "study" },
    !client.inOneFile && el("input", { type: "checkbox", "aria-label": `I have ${study.title}`, on }),
    el("span", { class: "what" }, link(study, open), study.purpose && quiet(study.purpose)),
    el("span", { class: "hours" }, study.hours),
  );
}
