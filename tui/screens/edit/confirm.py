"""Really? With what it would change."""

from typing import TYPE_CHECKING, ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType

from tui.reader import Reader
from tui.screens.edit.card import EditCard
from tui.screens.edit.effect import EffectView

if TYPE_CHECKING:
    from collections.abc import Callable

    from mirror.database import Mirror
    from sync.thresholds import Effect


class ConfirmCard(EditCard[bool]):
    """effect: computed beside the screen where there is something to compute."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("enter,y", "save", "Yes")]

    def __init__(
        self,
        title: str,
        hint: str,
        reader: Reader | None = None,
        effect: "Callable[[Mirror], Effect] | None" = None,
    ) -> None:
        super().__init__(title, hint, "enter does it · esc leaves it as it is")
        self.reader, self.effect = reader, effect

    def fields(self) -> ComposeResult:
        if self.effect is not None:
            yield EffectView()

    def on_mount(self) -> None:
        if self.effect is not None and self.reader is not None:
            self.query_one(EffectView).show(None, self.reader.today(), "Computing…")
            self.run_worker(self._compute, thread=True, group="preview")

    def _compute(self) -> None:
        if self.effect is not None and self.reader is not None:
            with self.reader.aside() as reader:
                effect = self.effect(reader.mirror)
            self.app.call_from_thread(self._show, effect)

    def _show(self, effect: "Effect") -> None:
        if self.is_attached and self.reader is not None:
            self.query_one(EffectView).show(effect, self.reader.today())

    def action_save(self) -> None:
        self.dismiss(True)
