"""Does the reader of the guide do what a page says, and notice what a page says wrongly?"""

from __future__ import annotations

from pathlib import Path

import pytest

from docs.follow import Reader

PAGE = """\
Save it:

<!-- file: sea/a.txt -->
```yaml
one
two
three
```

<!-- edit: sea/a.txt -->
```diff
 one
-two
+twain
```

<!-- mistake: sea/a.txt -->
```diff
-three
+tree
```

```console
$ cat sea/a.txt
one
twain
tree
$ echo no; false
no
```

```console
$ cat sea/a.txt
…
three
```
"""


def test_a_page_that_is_true_stays_as_it_is(tmp_path: Path) -> None:
    assert Reader(tmp_path).follow(PAGE) == PAGE
    assert (tmp_path / "sea" / "a.txt").read_text() == "one\ntwain\nthree\n"


@pytest.mark.parametrize(
    ("said", "now"),
    [("tree\n$", "treee\n$"), ("…\nthree\n", "…\nthreee\n"), ("twain\ntree\n$", "tree\n$")],
    ids=["a line", "a line after what is left out", "a line less"],
)
def test_what_is_not_printed_so_is_written_as_it_is(tmp_path: Path, said: str, now: str) -> None:
    assert PAGE.count(said) == 1
    assert Reader(tmp_path).follow(PAGE.replace(said, now)) == PAGE


@pytest.mark.parametrize(
    ("page", "told"),
    [
        (PAGE.replace("-two", "-too"), "has these lines 0 times"),
        ("```console\n$ false\n```\n", "`false` ended with 1"),
    ],
)
def test_what_cannot_be_done_is_told(tmp_path: Path, page: str, told: str) -> None:
    with pytest.raises(ValueError, match=told):
        Reader(tmp_path).follow(page)


def test_our_own_commands_are_run_in_the_folder(tmp_path: Path) -> None:
    page = "```console\n$ python -m playable new sea\n$ python -m playable check sea\n\n```\n"
    assert "sea: no errors, no warnings\n" in Reader(tmp_path).follow(page)
    assert (tmp_path / "sea" / "story.yaml").exists()
