// The story as a finite machine: the twin of `engine/machine.py`, over the data and functions that `data.py` wrote.
"use strict";

const BACK = -1;
const least = (...of) => of.reduce((a, b) => (b < a ? b : a));
const most = (...of) => of.reduce((a, b) => (b > a ? b : a));
const told = (pieces) => pieces.filter((piece) => piece !== null).join("\n\n");

/** The same where some pieces are documents: runs of {form, text}, the form empty of what stands between two. */
function toldInRuns(forms, pieces) {
  const runs = [];
  forms.forEach((form, n) => {
    if (form || !runs.length || runs.at(-1).form) runs.push({ form, pieces: [] });
    runs.at(-1).pieces.push(pieces[n]);
  });
  const found = runs.map((run) => ({ form: run.form, text: told(run.pieces) })).filter(({ text }) => text);
  return found.length ? found : "";
}

class Stuck extends Error {}

class Machine {
  /** `story` is the data, `functions` what it names by number. */
  constructor(story, functions) {
    this.story = story;
    this.functions = functions;
    this.scenes = story.scenes;
    this.draws = this.scenes.filter((scene) => scene.draw);
    this.options = new Map(this.scenes.flatMap((scene) => (scene.options ?? []).map((o) => [o.ref, o])));
  }

  /** Does a condition hold? One that is left out does. */
  holds(when, s) {
    return when === undefined || when === null || this.functions[when](s);
  }

  /** A text as it is told of a state; empty where there is none. */
  tell(text, s) {
    return typeof text === "number" ? this.functions[text](s) : text ?? "";
  }

  apply(ops, s) {
    for (const op of ops ?? []) if (this.holds(op.when, s)) s[op.slot] = this.functions[op.made](s);
  }

  /** After a choice's effects: where it leads, with what is now remembered; null to stay. */
  leave(scene, option, s) {
    const target = this.target(option.goto, s);
    if (option.chosen !== undefined) s[option.chosen] = 1;
    if (target !== null && scene.seen !== undefined) s[scene.seen] = 1;
    return target;
  }

  /** What debriefs read once all has ended at a node: the state then, with the ending seen as well. */
  final(at, s) {
    const last = s.slice();
    if (this.scenes[at].seen !== undefined) last[this.scenes[at].seen] = 1;
    return last;
  }

  /** Enter a node and run on to the next that stops. `entered` hears of each, and of each draw, once its effects are done. */
  runOn(at, s, draw, entered) {
    for (;;) {
      const scene = this.scenes[at];
      let before = s.slice();
      this.apply(scene.ops, s);
      entered?.({ scene, drawn: null, before, after: s.slice() });
      if (scene.stops) return at;
      let goto = scene.goto;
      if (scene.outcomes) {
        const drawn = scene.outcomes[draw(scene, s)];
        before = s.slice();
        this.apply(drawn.ops, s);
        entered?.({ scene, drawn, before, after: s.slice() });
        goto = drawn.goto;
      } else if (scene.draw) goto = this.card(scene, s);
      const target = this.target(goto, s);
      if (scene.seen !== undefined) s[scene.seen] = 1;
      at = target;
    }
  }

  /** The weight of each outcome of chance, none below zero. Throws Stuck where all are zero. */
  weights(scene, s) {
    const found = scene.outcomes.map((outcome) => most(0n, BigInt(this.functions[outcome.weight](s))));
    if (found.every((weight) => weight === 0n)) throw new Stuck(scene.id);
    return found;
  }

  card(scene, s) {
    for (const card of scene.cards) {
      if (this.holds(card.when, s)) {
        s[card.drawn] = 1;
        if (this.story.returns !== null) s[this.story.returns] = scene.draw;
        return card.node;
      }
    }
    return scene.then;
  }

  target(goto, s) {
    let to = Array.isArray(goto) ? goto.find(([when]) => this.holds(when, s))[1] : goto ?? null;
    if (to === BACK) {
      to = this.draws[s[this.story.returns] - 1].then;
      s[this.story.returns] = 0;
    }
    return to;
  }
}

/** Which of `weights` falls: it depends on the seed, the node and how often it was drawn there. */
function fallen(seed, node, timesBefore, weights) {
  let point = sha256(`${seed}/${node}/${timesBefore}`) % weights.reduce((a, b) => a + b, 0n);
  return weights.findIndex((weight) => {
    if (point < weight) return true;
    point -= weight;
    return false;
  });
}
