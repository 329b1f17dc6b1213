// "What if": a slider for the pace, a slider for the months within which roles are in reach, and the next skills.

/** @import { Choice } from "./address.js" */
/** @import { Open } from "./dom.js" */
/** @import { IndexNode, NextSkillText, ReachText, ResourceText } from "./api.js" */
import { client, isAbort } from "./client.js";
import { el, findById, findField, makeLink, quiet, say, showFailure } from "./dom.js";

// the months for which the page asks the server: an answer for fewer months takes less time
const HORIZONS = [12, 24, 36, 60, 120];
// in milliseconds: how long a person who moves a slider with keys may wait between two of them
const PAUSE = 150;

export class Reach {
  /** @type {ReachText | null} */
  #found = null;
  #asked = "";
  #asking = new AbortController();
  #askingNext = new AbortController();
  #waiting = 0;

  /**
   * @param {ReadonlyMap<string, IndexNode>} nodes
   * @param {() => Choice} current
   * @param {(changes: Partial<Choice>) => void} change
   * @param {Open} open
   */
  constructor(nodes, current, change, open) {
    this.nodes = nodes;
    this.current = current;
    this.change = change;
    this.open = open;
    findField("faster").addEventListener("input", () => this.#say());
    findField("faster").addEventListener("change", () => this.#wait({ pace: findField("faster").value }));
    findField("within").addEventListener("input", () =>
      change({ within: Number(findField("within").value) ? findField("within").value : "" }),
    );
  }

  /**
   * Change the pace after the last of several keys, since each plan takes the server some time.
   * @param {Partial<Choice>} changes
   */
  #wait(changes) {
    clearTimeout(this.#waiting);
    this.#waiting = window.setTimeout(() => this.change(changes), PAUSE);
  }

  /** Show the values of the sliders, if a position is chosen. */
  fill() {
    const { from, to, pace, within } = this.current();
    findById("whatif").hidden = !from;
    findById("examples").hidden = Boolean(from || to);
    findField("faster").value = pace;
    findField("within").value = within || "0";
    this.#say(pace); // the slider cannot show each pace
  }

  #say(pace = findField("faster").value) {
    findById("faster-said").textContent = `${pace} h a week`;
    const months = findField("within").value;
    findById("within-said").textContent = Number(months) ? `${months} months` : "off";
  }

  /** Return the positions in reach with their days. Return null if they are not shown, or not known yet. */
  get reached() {
    const months = Number(this.current().within);
    if (!months || !this.#found) return null;
    const near = this.#found.roles.filter((role) => role.months <= months);
    return new Map([
      [this.current().from, ""],
      ...near.map((role) => /** @type {[string, string]} */ ([role.id, role.day])),
    ]);
  }

  /**
   * Request the roles in reach, unless they are known.
   * @param {string} key - the choices on which the answer depends
   */
  async ask(key) {
    const choice = this.current();
    const horizon = HORIZONS.find((months) => months >= Number(choice.within)) ?? Number(choice.within);
    const asked = `${key}|${horizon}`;
    if (!choice.within || !choice.from || asked === this.#asked) return;
    this.#asking.abort();
    this.#asking = new AbortController();
    this.#found = null;
    this.#asked = asked;
    findById("reached").replaceChildren(
      el("p", { class: "note awaited" }, "Looking for the roles that you can reach ..."),
    );
    try {
      this.#found = await client.reach(choice, horizon, this.#asking.signal);
    } catch (error) {
      if (isAbort(error)) return;
      this.#asked = "";
      findById("reached").replaceChildren(showFailure(/** @type {Error} */ (error)));
      say(/** @type {Error} */ (error).message);
    }
  }

  /** Draw the list of roles in reach, if it is switched on. */
  draw() {
    const { within, from } = this.current();
    const months = Number(within);
    if (!months || !from) return findById("reached").replaceChildren();
    if (!this.#found) return; // the page shows that the server is looking for them, or why there are none
    const near = this.#found.roles.filter((role) => role.months <= months);
    const later = this.#found.roles.length - near.length + this.#found.beyond;
    const count = near.length ? `${near.length} ${near.length === 1 ? "role" : "roles"}` : "no other role";
    const words = `Within reach in ${months} months: ${count}.${later ? ` Later: ${later}.` : ""}`;
    const rows = near.map((role) =>
      el("li", {}, makeLink(role, this.open), quiet([role.day, role.pay].filter(Boolean).join(", "))),
    );
    findById("reached").replaceChildren(
      el("h2", {}, words),
      ...this.#found.notes.map((note) => el("p", { class: "note" }, note)),
      el("ul", { class: "rows columns" }, ...rows),
    );
    say(words);
  }

  /** Draw, in the drawer, the skills to learn next. */
  async drawNext() {
    const panel = findById("next");
    const choice = this.current();
    const heading = el("h2", {}, "What to learn next");
    if (!choice.from) return panel.replaceChildren(heading, el("p", { class: "empty" }, "Choose where you are first."));
    if (client.inOneFile) {
      const words =
        "This file has plans only: the checklist of a plan begins with what to learn next. Run mlgraph serve for more.";
      return panel.replaceChildren(heading, el("p", { class: "empty" }, words));
    }
    // not the signal of the roles in reach, for which the page may ask anew
    this.#askingNext.abort();
    this.#askingNext = new AbortController();
    try {
      const { title, about, skills, notes } = await client.next(choice, this.#askingNext.signal);
      const rows = skills.map((skill) => el("li", {}, ...this.#describeSkill(skill)));
      const said = notes.map((note) => el("p", { class: "note" }, note));
      panel.replaceChildren(
        heading,
        el("p", {}, title),
        el("p", { class: "quiet" }, about),
        el("ol", { class: "rows" }, ...rows),
        ...said,
      );
    } catch (error) {
      if (!isAbort(error)) panel.replaceChildren(heading, showFailure(/** @type {Error} */ (error)));
    }
  }

  /** @param {NextSkillText} skill */
  #describeSkill(skill) {
    const words = this.current().to ? "it saves" : "it opens";
    const effect = [
      `${skill.in_plan ? "In your plan" : "Helps"}, done by ${skill.day}`,
      skill.effect && `${words} ${skill.effect}`,
    ];
    return [
      makeLink(skill, this.open),
      quiet(skill.study),
      el("p", { class: "quiet" }, effect.filter(Boolean).join("; ")),
      ...skill.learn_with.slice(0, 1).map(drawResource),
    ];
  }
}

/** @param {ResourceText} resource */
const drawResource = ({ title, url, facts }) =>
  el(
    "p",
    { class: "quiet" },
    el("a", { href: url, target: "_blank", rel: "noopener noreferrer" }, title),
    facts && ` ${facts}`,
  );
