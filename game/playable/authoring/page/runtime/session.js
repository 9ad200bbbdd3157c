// One playthrough: a list of moves, with the moment after each. The twin of `engine/session.py` and `engine/view.py`.
"use strict";

class Session {
  /** `pins` are the outcomes that the first draws fall to, in order, where they can. */
  constructor(machine, seed, pins = []) {
    this.machine = machine;
    this.seed = seed;
    this.isShort = false;
    this.steps = [];
    const s = machine.story.initial.slice();
    this.snapshots = [this.moved([], { asked: s.slice(), settled: s.slice(), chosen: null, s }, machine.story.start, pins)];
  }

  /** A record played as far as it holds: the session, and how many of its steps held. */
  static replay(machine, seed, steps) {
    const pinsAfter = (n) => {
      const next = steps.findIndex(({ kind }, i) => i >= n && kind !== "chance");
      return steps.slice(n, next < 0 ? undefined : next).map(({ ref }) => ref);
    };
    const session = new Session(machine, seed, pinsAfter(0));
    for (const [n, { kind, ref }] of steps.entries()) {
      if (kind === "hear" && !session.hear(ref)) break;
      if (kind === "choose" && !session.choose(ref, pinsAfter(n + 1))) break;
    }
    const held = session.steps.findIndex(({ kind, ref }, n) => steps[n]?.kind !== kind || steps[n].ref !== ref);
    return { session, held: held < 0 ? session.steps.length : held };
  }

  get snapshot() {
    return this.snapshots.at(-1);
  }

  /** What was chosen, in order. */
  get road() {
    return this.snapshots.slice(1).map((snapshot) => snapshot.chosen.ref);
  }

  get view() {
    return new View(this.machine, this.snapshot, this.snapshots.length - 1);
  }

  get views() {
    return this.snapshots.map((snapshot, turn) => new View(this.machine, snapshot, turn));
  }

  get ending() {
    return this.machine.scenes[this.snapshot.at].ending ?? null;
  }

  /** Make a choice; false, and nothing has happened, where it is not open here. Throws Stuck. */
  choose(ref, pins = []) {
    const { machine, snapshot } = this;
    const scene = machine.scenes[snapshot.at];
    const option = (scene.options ?? []).find((one) => one.ref === ref);
    if (!option || !machine.holds(option.when, snapshot.s)) return false;
    const s = snapshot.s.slice();
    machine.apply(option.ops, s);
    const led = { asked: snapshot.s, settled: s.slice(), chosen: option, s };
    const target = machine.leave(scene, option, s);
    const first = { kind: "choose", ref };
    if (target === null) {
      this.snapshots.push({ ...led, at: snapshot.at, heard: snapshot.heard, page: snapshot.page, stayed: true, steps: this.steps.length });
      this.steps.push(first);
    } else this.snapshots.push(this.moved([first], led, target, pins));
    return true;
  }

  /** Hear a briefing; false where it cannot be heard, or not again. */
  hear(ref) {
    const view = this.view;
    const hearing = view.hearings.find((one) => one.ref === ref);
    if (!hearing || hearing.heard || view.hearLeft <= 0) return false;
    const s = this.snapshot.s.slice();
    const slot = this.machine.story.heard[ref];
    if (slot !== undefined) s[slot] = 1;
    this.snapshots[this.snapshots.length - 1] = { ...this.snapshot, s, heard: { ...this.snapshot.heard, [ref]: this.snapshot.s } };
    this.steps.push({ kind: "hear", ref });
    return true;
  }

  /** Take back the last choice and all that came of it; false at the start. */
  undo() {
    if (this.snapshots.length === 1) return false;
    this.steps.length = this.snapshots.pop().steps;
    return true;
  }

  moved(first, led, target, pins) {
    const made = this.steps.length;
    const steps = [...first];
    const page = [];
    const pinned = [...pins];
    const draw = (scene, s) => {
      const weights = this.machine.weights(scene, s);
      const pin = pinned.shift();
      let fell = scene.outcomes.findIndex((outcome, i) => outcome.ref === pin && weights[i] > 0n);
      if (fell < 0) {
        const before = [...this.steps, ...steps].filter((x) => x.kind === "chance" && x.ref.startsWith(`${scene.id}.`));
        fell = fallen(this.seed, scene.id, before.length, weights);
      }
      steps.push({ kind: "chance", ref: scene.outcomes[fell].ref });
      return fell;
    };
    const at = this.machine.runOn(target, led.s, draw, (one) => page.push(one));
    this.steps.push(...steps);
    return { ...led, at, page, stayed: false, heard: {}, steps: made };
  }
}

/** What a player sees at one moment, as plain data. */
class View {
  constructor(machine, snapshot, turn) {
    Object.assign(this, { machine, snapshot, turn });
    this.scene = machine.scenes[snapshot.at];
    this.story = machine.story;
  }

  /**
   * The page: the nodes run through to get here, and this one, each with what coming to it did. Those without text are
   * left out: what they did is told with the next, whose text tells of it.
   */
  get passages() {
    const { machine } = this;
    const { page } = this.snapshot;
    const found = [];
    let changes = [];
    let reasons = this.snapshot.chosen ? this.why(this.snapshot.chosen, this.snapshot.settled) : [];
    page.forEach(({ scene, drawn, before, after }, n) => {
      const text = machine.tell(drawn ? drawn.text : scene.text, after);
      changes.push(...this.changes(drawn ?? scene, before, after));
      const onward = this.why(drawn ?? scene, after);
      if (!text && !((changes.length || reasons.length) && n === page.length - 1)) {
        reasons.push(...onward);
        return;
      }
      found.push({
        node: scene.id,
        title: drawn ? "" : scene.title ?? "",
        date: scene.date ?? "",
        place: scene.place ?? "",
        text,
        cites: (drawn ? drawn.cites : scene.cites) ?? [],
        reasons,
        changes,
      });
      [changes, reasons] = [[], onward];
    });
    return found;
  }

  /** The reason of the way that is taken in a state; none where it gives none. */
  why({ goto }, s) {
    const said = Array.isArray(goto) ? goto.find(([when]) => this.machine.holds(when, s))[2] : null;
    return said ? [{ because: this.machine.tell(said.because, s), cites: said.cites ?? [], outside: said.outside ?? null }] : [];
  }

  /** Why play came to this page. */
  get reasons() {
    return this.passages.flatMap((passage) => passage.reasons);
  }

  get title() {
    return this.last("title");
  }

  get date() {
    return this.last("date");
  }

  get place() {
    return this.last("place");
  }

  get chapter() {
    return this.scene.chapter ?? "";
  }

  last(part) {
    return this.snapshot.page.findLast(({ scene }) => scene[part])?.scene[part] ?? "";
  }

  /** What the last choice did; null before the first. */
  get followed() {
    const { chosen, asked, settled } = this.snapshot;
    if (!chosen) return null;
    return {
      choice: chosen.ref,
      label: this.machine.tell(chosen.label, asked),
      text: this.machine.tell(chosen.outcome, settled),
      changes: this.changes(chosen, asked, settled),
    };
  }

  /** The changes of shown variables that a node, a choice or a draw made, each with its reason. */
  changes(of, before, after) {
    const { machine, story } = this;
    const s = before.slice();
    const found = [];
    for (const op of of.ops ?? []) {
      const old = s[op.slot];
      machine.apply([op], s);
      const variable = story.variables[op.slot];
      if (s[op.slot] === old || !this.isShown(variable, s)) continue;
      found.push({
        ...this.meter(variable, s),
        before: old,
        because: machine.tell(op.because ?? of.because, after),
        cites: op.cites ?? (op.outside ? [] : of.cites ?? []),
        outside: op.outside ?? (op.cites ? null : of.outside ?? null),
      });
    }
    return found;
  }

  /** The choices, those that are locked with the reason; hidden ones are left out. */
  get offers() {
    const { machine } = this;
    const { s } = this.snapshot;
    return (this.scene.options ?? [])
      .map((option) => ({
        ref: option.ref,
        label: machine.tell(option.label, s),
        open: machine.holds(option.when, s),
        locked: machine.tell(option.locked, s),
      }))
      .filter((offer) => offer.open || offer.locked);
  }

  /** The briefings of this scene, those already heard with what was said. */
  get hearings() {
    return Object.entries(this.scene.briefings ?? {}).map(([person, text]) => {
      const ref = `${this.scene.id}.${person}`;
      const said = this.snapshot.heard[ref];
      const { name, role = "" } = this.story.people[person];
      return { ref, person, name, role, heard: Boolean(said), text: said ? this.machine.tell(text, said) : "" };
    });
  }

  get hearLeft() {
    const all = Object.keys(this.scene.briefings ?? {}).length;
    return Math.min(all, this.scene.hear ?? all) - Object.keys(this.snapshot.heard).length;
  }

  /** The shown variables by panel, in the order of the story. */
  get board() {
    const panels = new Map();
    for (const variable of this.story.variables) {
      if (!this.isShown(variable, this.snapshot.s)) continue;
      if (!panels.has(variable.panel)) panels.set(variable.panel, []);
      panels.get(variable.panel).push(this.meter(variable, this.snapshot.s));
    }
    return [...panels].map(([heading, meters]) => ({ heading, meters }));
  }

  isShown(variable, s) {
    return variable.shown !== undefined && Boolean(this.machine.functions[variable.shown](s));
  }

  meter(variable, s) {
    const slot = this.story.variables.indexOf(variable);
    const value = s[slot];
    const last = this.snapshot.chosen && !variable.worded ? value - this.snapshot.asked[slot] : 0;
    const word = variable.words[value - (variable.span?.[0] ?? 0)];
    return { id: variable.id, name: variable.name, about: variable.about ?? "", good: variable.good, span: variable.span ?? null, value, word, last };
  }

  get ending() {
    return this.scene.ending ?? null;
  }

  get stuck() {
    return !this.ending && this.offers.every((offer) => !offer.open);
  }
}
