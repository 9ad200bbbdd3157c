"""The recipes of docs/ci.md are sound YAML, and their commands do what they should, one job after the other."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from itertools import product
from pathlib import Path
from typing import Any

import pytest
import yaml
from playable.cli import main

PAGE = Path(__file__).parent.parent / "docs" / "ci.md"
GITHUB, GITLAB, HOOKS = (
    yaml.safe_load(text) for text in re.findall(r"^```yml\n(.*?)^```$", PAGE.read_text(), re.M | re.S)
)
TEST = """\
def test_a_playthrough():
    pass
"""


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A repository with a new story in it, and a test in Python."""
    assert main(["new", str(tmp_path / "my_story")]) == 0
    (tmp_path / "my_story" / "in_python").mkdir()
    (tmp_path / "my_story" / "in_python" / "test_it.py").write_text(TEST)
    return tmp_path


def run(command: str, folder: Path, **more: str) -> None:
    """One command, as a runner would; but for what would be fetched from elsewhere."""
    if command.startswith("pip install"):
        return
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    environment = {k: v for k, v in os.environ.items() if not k.startswith("PYTEST_")} | {"PATH": path, **more}
    done = subprocess.run(
        ["bash", "-eo", "pipefail", "-c", command],
        cwd=folder,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
        timeout=50,
    )
    assert done.returncode == 0, f"{command}\n{done.stdout}{done.stderr}"


def in_order(jobs: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """Each job after those that it needs."""
    done: list[str] = []
    while len(done) < len(jobs):
        name = next(name for name in jobs if name not in done and set(jobs[name].get("needs", ())) <= set(done))
        done.append(name)
        yield jobs[name]


def test_github(project: Path) -> None:
    """What is uploaded and downloaded lies in one folder here."""
    for job in in_order(GITHUB["jobs"]):
        matrix = job.get("strategy", {}).get("matrix", {})
        for values in product(*matrix.values()):
            for step in job["steps"]:
                command = step.get("run", "true")
                for name, value in zip(matrix, values, strict=True):
                    command = command.replace(f"${{{{ matrix.{name} }}}}", str(value))
                assert "${{" not in command
                run(command, project)
    assert len(list(project.glob("random-*.json"))) == 3


def test_gitlab(project: Path) -> None:
    for name, job in GITLAB.items():
        if name in ("image", "before_script"):
            continue
        many = job.get("parallel", 1)
        for n in range(1, many + 1):
            for command in job["script"]:
                run(command, project, CI_NODE_INDEX=str(n), CI_NODE_TOTAL=str(many))
            reports = job.get("artifacts", {}).get("reports", {})
            written = reports.get("junit", [])
            for file in [written] if isinstance(written, str) else written:
                assert (project / file).read_text().startswith("<?xml")
    assert (project / "coverage.xml").exists()


def test_the_pattern_that_reads_the_coverage(project: Path) -> None:
    """GitLab looks for it in what a job prints."""
    pattern = GITLAB["tests"]["coverage"].strip("/")
    table = "Name   Parts   Miss\nTOTAL                      41     12      26      6     74%\n"
    assert re.search(pattern, table, re.M).group(1) == "74"  # type: ignore[union-attr]


def test_the_hooks(project: Path) -> None:
    (repository,) = HOOKS["repos"]
    for hook in repository["hooks"]:
        assert re.search(hook["files"], "my_story/story.yaml")
        run(hook["entry"], project)
