// A claim is doubted: the same steps in the world without it, and the claims without which the road ends elsewhere. The twin
// of `review/counterfactuals/doubt.py` and `language/without.py`.
"use strict";

/** The machine as if every effect that leans on a claim were not there. */
function without({ story, functions }, claim) {
  const struck = (holder) => ({ ...holder, ops: (holder.ops ?? []).filter((op) => !citesOf({ op, holder }).includes(claim)) });
  const scenes = story.scenes.map((scene) => {
    const parts = { options: scene.options?.map(struck), outcomes: scene.outcomes?.map(struck) };
    return { ...struck(scene), ...Object.fromEntries(Object.entries(parts).filter(([, part]) => part)) };
  });
  return new Machine({ ...story, scenes }, functions);
}

/** Each claim on which a change of the road leans, doubted by itself: {claim, held, stopped, endings}. */
function doubts(session) {
  const { effects } = new Trace(new Course(session), session);
  const leant = new Set(effects.flatMap(citesOf));
  return Object.keys(session.machine.story.claims).filter((claim) => leant.has(claim)).map((claim) => {
    const machine = without(session.machine, claim);
    return { claim, ...heldIn(machine, session), endings: new Course(session, machine).fromStart() };
  });
}

/** For how many decisions the same choices and draws hold in another world, and why not for all. */
function heldIn(machine, session) {
  const fell_ = new Map();
  const counts = {};
  for (const { kind, ref } of session.steps) {
    const node = ref.split(".")[0];
    if (kind === "chance") fell_.set(`${node}/${bump(counts, node)[node] - 1}`, ref);
  }
  const again = {};
  const draw = (scene, s) => {
    const weights = machine.weights(scene, s);
    const recorded = fell_.get(`${scene.id}/${bump(again, scene.id)[scene.id] - 1}`);
    const fell = scene.outcomes.findIndex(({ ref }) => ref === recorded);
    if (fell >= 0 && weights[fell]) return fell;
    throw new Unsaid();
  };
  const s = machine.story.initial.slice();
  let held = 0;
  try {
    let at = machine.runOn(machine.story.start, s, draw);
    for (const ref of session.road) {
      const scene = machine.scenes[at];
      const option = scene.options?.find((one) => one.ref === ref);
      if (!option || !machine.holds(option.when, s)) return { held, stopped: "that choice is not open there" };
      held += 1;
      machine.apply(option.ops, s);
      const target = machine.leave(scene, option, s);
      if (target !== null) at = machine.runOn(target, s, draw);
    }
    return { held, stopped: machine.scenes[at].ending ? "" : "nothing has ended yet" };
  } catch (error) {
    if (error instanceof Unsaid) return { held, stopped: "chance falls there, and nothing says how" };
    if (error instanceof Stuck) return { held, stopped: "the story is stuck there" };
    throw error;
  }
}

class Unsaid extends Error {}
