"""Textual's driver for browsers, with two things mended. Named in the environment of each tab's process."""

from __future__ import annotations

from textual import events
from textual.drivers.web_driver import WebDriver
from textual.message import Message

from playable.web.sizes import bounded


class PlayerDriver(WebDriver):
    """The page has the keyboard from the first; no size is larger than `bounded` has it, however it comes."""

    def start_application_mode(self) -> None:
        """Begin. Textual's own driver ends this by taking the focus away until somebody clicks."""
        super().start_application_mode()
        self._app.call_later(self._app.post_message, events.AppFocus())

    def on_meta(self, packet_type: str, payload: dict[str, object]) -> None:
        """What the server sends beside keys."""
        if packet_type == "resize":
            payload["width"], payload["height"] = bounded(payload.get("width"), payload.get("height"))
        super().on_meta(packet_type, payload)

    def process_message(self, message: Message) -> None:
        """What was made of the bytes of the page, among which a terminal may tell its size as well."""
        if isinstance(message, events.Resize):
            message = events.Resize.from_dimensions(bounded(*message.size), None)
        super().process_message(message)
