"""Textual's driver for a page in a browser, which ends with whoever started it."""

from textual import messages
from textual.drivers.web_driver import WebDriver


class BrowserDriver(WebDriver):
    """The web driver goes on without an input; a dashboard nobody can see should not."""

    def run_input_thread(self) -> None:
        super().run_input_thread()
        self._app.post_message(messages.ExitApp())
