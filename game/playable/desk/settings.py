"""What the player has set, kept between runs in a small JSON file."""

from __future__ import annotations

import tempfile
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import NamedTuple

from playable.engine.saves.user_folders import user_folder

LARGEST = 65_536  # bytes; more is no settings file


@dataclass(frozen=True)
class Settings:
    """One value for each setting, and `keys`: what the player has put on other keys, by the id of a binding."""

    theme: str = "dark"
    motion: bool = True
    reveal: bool = True
    picture: bool = True
    shorten: bool = False
    plain: bool = False
    keys: Mapping[str, str] = field(default_factory=dict)


class SettingValue(NamedTuple):
    """A value that a setting can have, and the words for it."""

    value: str | bool
    words: str


class Setting(NamedTuple):
    """A setting as the player is shown it."""

    id: str
    name: str
    about: str
    values: tuple[SettingValue, ...]


_ON_OFF = (SettingValue(True, "on"), SettingValue(False, "off"))
SETTINGS = (
    Setting(
        "theme",
        "Theme",
        "The colours of the screen.",
        (
            SettingValue("dark", "dark"),
            SettingValue("light", "light"),
            SettingValue("contrast", "high contrast"),
            SettingValue("colour_blind", "colour-blind safe"),
        ),
    ),
    Setting("motion", "Motion", "Bars move to their new values.", _ON_OFF),
    Setting("reveal", "Text reveal", "Text appears paragraph by paragraph; any key shows it all.", _ON_OFF),
    Setting("picture", "Picture", "A picture made of characters on the title.", _ON_OFF),
    Setting(
        "shorten",
        "Shorten",
        "What your last saves have told shrinks to its first words; a full stop, or again in lines, gives it whole.",
        _ON_OFF,
    ),
    Setting("plain", "Plain lines", "Play line by line, without a screen, from the next start on.", _ON_OFF),
)


def changed(settings: Settings, setting_id: str, value: str | bool) -> Settings:
    """The settings with one of them changed. Raises ValueError, in words, for what there is not."""
    setting = next((s for s in SETTINGS if s.id == setting_id), None)
    if setting is None:
        raise ValueError(f"there is no setting {setting_id}")
    known = next((v.value for v in setting.values if v.value == value), None)
    if known is None:
        raise ValueError(f"{setting.name} is {' or '.join(v.words for v in setting.values)}")
    return replace(settings, **{setting_id: known})  # type: ignore[arg-type]


def words(settings: Settings, setting: Setting) -> str:
    """How a setting stands, in words."""
    return next(v.words for v in setting.values if v.value == getattr(settings, setting.id))


def default_path() -> Path:
    """Where settings are kept: the user's configuration directory."""
    return user_folder("config") / "settings.json"


class ReadSettings(NamedTuple):
    """The settings, and what the player should know of their file, in words."""

    settings: Settings
    notices: list[str]


def read(path: Path | None = None) -> ReadSettings:
    """The settings that are kept. A damaged file is set aside."""
    path = path or default_path()
    try:
        data = _data(path)
    except FileNotFoundError:
        return ReadSettings(Settings(), [])
    except OSError as error:
        return ReadSettings(Settings(), [f"Settings cannot be read ({error.strerror}): {path}."])
    return ReadSettings(Settings(), [_set_aside(path)]) if data is None else _from(data)


def prefers_plain(path: Path | None = None) -> bool:
    """Has the player set plain lines? A file that is not in order is left for `read`, which tells of it."""
    try:
        return (_data(path or default_path()) or {}).get("plain") is True
    except OSError:
        return False


def keep(settings: Settings, path: Path | None = None) -> str:
    """Write the settings, whole or not at all; why that failed, in words, else nothing."""
    import json

    path = (path or default_path()).resolve()  # through a link, which stays one
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=path.parent) as folder:
            (Path(folder) / path.name).write_text(json.dumps(asdict(settings), indent=1), encoding="utf-8")
            (Path(folder) / path.name).replace(path)
    except OSError as error:
        return f"Settings cannot be written ({error.strerror}): {path}."
    return ""


def _data(path: Path) -> dict[str, object] | None:
    """What the file holds; None where it is damaged. Raises OSError."""
    with path.open("rb") as file:
        raw = file.read(LARGEST + 1)
    import json  # the title waits for this, and most players have no such file

    try:
        data = json.loads(raw) if len(raw) <= LARGEST else None
    except (ValueError, RecursionError):
        return None
    return data if isinstance(data, dict) else None


def _from(data: dict[str, object]) -> ReadSettings:
    settings, notices = Settings(), list[str]()
    for setting in SETTINGS:
        value = data.get(setting.id, getattr(settings, setting.id))
        try:
            settings = changed(settings, setting.id, value)  # type: ignore[arg-type]
        except ValueError as error:
            notices.append(f"The settings file is not understood: {error}.")
    keys = data.get("keys", {})
    if isinstance(keys, dict) and all(isinstance(k, str) for k in keys.values()):
        return ReadSettings(replace(settings, keys=keys), notices)
    return ReadSettings(settings, [*notices, "The settings file is not understood: keys are words."])


def _set_aside(path: Path) -> str:
    aside = path.with_name(f"{path.stem}-damaged-{datetime.now(UTC):%Y%m%d-%H%M%S-%f}{path.suffix}")
    try:
        path.rename(aside)
    except OSError as error:
        return f"The settings are damaged, and cannot be set aside ({error.strerror}): {path}."
    return f"The settings were damaged. They were set aside as {aside}, and the usual ones taken."
