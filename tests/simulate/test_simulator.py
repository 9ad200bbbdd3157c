"""The simulator plays as sessions do, and tells what they would show."""

from __future__ import annotations

import pytest
from playable.engine.assembly import assemble
from playable.engine.machine import Machine
from playable.engine.session import Session
from playable.language.library import shipped
from playable.language.story import load
from playable.simulate.choosers import AtRandom, ByPolicy, Following
from playable.simulate.playthroughs import Played
from playable.simulate.simulator import Simulator, silence, texts


@pytest.fixture(params=["enemy_of_the_good", "the_night_ferry"])
def machine_of(request: pytest.FixtureRequest) -> Machine:
    """The machine of a shipped story."""
    return assemble(load(shipped()[request.param]))


def session_of(machine: Machine, played: Played) -> tuple[Session, list[str]]:
    """The same playthrough as a session, and what it was told on the way, text by text."""
    first, *turns = played.turns if played.turns[0][0].kind == "chance" else [(), *played.turns]
    session = Session(machine, None, [step.ref for step in first])
    told: list[str] = []

    def page() -> None:
        told.extend(
            machine.text(at.drawn.outcome.text)(at.after) if at.drawn else at.scene.tell(at.after)
            for at in (() if session.view.stayed else session.view.snapshot.page)
        )

    page()
    for step, *draws in turns:
        told.extend(option.label(session.state) for option in session.view.scene.options if opened(session, option.ref))
        session.choose(step.ref, [draw.ref for draw in draws])
        if (choice := machine.options[step.ref].choice).outcome is not None:
            told.append(machine.text(choice.outcome)(session.view.snapshot.settled))
        page()
    return session, told


def opened(session: Session, ref: str) -> bool:
    """Can a choice be made?"""
    assert (ref in session.open_choices) == (session.why_not(ref) is None)
    return ref in session.open_choices


def test_it_plays_as_sessions_do_and_tells_the_same(machine_of: Machine) -> None:
    simulator = Simulator(machine_of, texts(machine_of))
    for seed in range(30):
        told: list[str] = []
        played = simulator.play(AtRandom(seed), told.append)
        assert played.why == ""
        session, wanted = session_of(machine_of, played)
        assert session.ended
        assert session.view.node == machine_of.scenes[played.nodes[-1]].id
        assert told == wanted
        entered = {at.scene.id for view in session.views for at in view.snapshot.page}
        assert {machine_of.scenes[at].id for at in played.nodes} == entered
        assert len(session.road) == played.decisions


def test_telling_changes_nothing_and_given_moves_are_made_again(machine_of: Machine) -> None:
    simulator, silent = Simulator(machine_of, texts(machine_of)), Simulator(machine_of, silence)
    for seed in range(10):
        played = simulator.play(AtRandom(seed))
        assert silent.play(AtRandom(seed)).steps == played.steps
        assert simulator.play(AtRandom(seed), lambda _: None) == played
        assert simulator.play(ByPolicy(seed, ())) == played
        again = simulator.play(Following(played.turns))
        assert (again.steps, again.nodes, again.why) == (played.steps, played.nodes, played.why)
