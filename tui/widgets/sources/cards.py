"""The sources, one card each: how it stands, what it gave, and what Enter does there."""

from typing import ClassVar

from textual import events
from textual.binding import BindingType
from textual.message import Message

from tui.actions import Action, bindings
from tui.text import cut, wrap
from tui.widgets.chart.canvas import Canvas
from tui.widgets.pane import Pane
from tui.widgets.sources.facts import Card

ACTIONS = (
    Action("up,k", "move(-1)", "Source above", "The source above", palette=False),
    Action("down,j", "move(1)", "Source below", "The source below", palette=False),
    Action("enter", "open", "Set up source", "Sign in, or give an address", "enter", "Set up"),
    Action("x", "forget", "Forget sign-in", "Sign out of this source; its data stay"),
)


class CardsPane(Pane):
    """Posts `Opened` and `Forgotten` with the card."""

    can_focus = True
    title = "Sources"
    BINDINGS: ClassVar[list[BindingType]] = list(bindings(ACTIONS))

    class Opened(Message):
        def __init__(self, card: Card) -> None:
            super().__init__()
            self.card = card

    class Forgotten(Message):
        def __init__(self, card: Card) -> None:
            super().__init__()
            self.card = card

    def __init__(self) -> None:
        super().__init__(id="cards")
        self.cards: list[Card] = []
        self.kept_in: dict[str, str] = {}
        self.index = 0

    def show(self, cards: list[Card]) -> None:
        self.cards = cards
        self.index = min(self.index, max(0, len(cards) - 1))
        self.redraw()

    def show_kept(self, kept_in: dict[str, str]) -> None:
        """card's key -> where its secret is kept, in words."""
        self.kept_in = kept_in
        self.redraw()

    @property
    def chosen(self) -> Card | None:
        return self.cards[self.index] if self.cards else None

    def card_height(self, height: int) -> int:
        """Rows of a card, blank ones included: as there is room."""
        return max(2, min(6, (height - 1) // max(1, len(self.cards))))

    def content(self, canvas: Canvas) -> None:
        tall = self.card_height(canvas.height)
        for index, card in enumerate(self.cards):
            self._card(canvas, 1 + index * tall, tall, card, here=index == self.index)

    def _card(self, canvas: Canvas, top: int, tall: int, card: Card, *, here: bool) -> None:
        colours = self.colours
        marked = here and self.has_focus
        lines = tall - (tall > 4)  # a blank one between roomy cards
        if marked:
            canvas.fill(0, top, canvas.width, lines, colours.selected)
        ink: str = getattr(colours, card.level)
        width = canvas.width - 3
        for row in range(lines):
            canvas.put(0, top + row, "▎", colours.accent if marked else ink)
        canvas.put(2, top, card.glyph, ink, bold=True)
        canvas.text(4, top, card.title, colours.strong, bold=True)
        room = canvas.width - 6 - len(card.title)
        state = cut(card.state, room)
        canvas.text(canvas.width - len(state) - 1, top, state, ink, bold=True)
        sentence = wrap(card.sentence, width)[: lines - 1]
        for offset, text in enumerate(sentence):
            canvas.text(2, top + 1 + offset, text, colours.text)
        facts = self._facts(card, width, lines - 1 - len(sentence))
        for offset, text in enumerate(facts, start=1 + len(sentence)):
            canvas.text(2, top + offset, text, colours.muted)

    def _facts(self, card: Card, width: int, rows: int) -> list[str]:
        """Joined by dots, whole or not at all."""
        found: list[str] = []
        facts = [*card.facts]
        if kept := self.kept_in.get(card.key):
            facts.append(kept)
        for fact in facts:
            if found and len(found[-1]) + 3 + len(fact) <= width:
                found[-1] += f" · {fact}"
            elif len(found) < rows and len(fact) <= width:
                found.append(fact)
        return found

    def action_move(self, step: int) -> None:
        self.index = max(0, min(len(self.cards) - 1, self.index + step))
        self.redraw()

    def action_open(self) -> None:
        card = self.chosen
        if card is not None:
            self.post_message(self.Opened(card))

    def action_forget(self) -> None:
        card = self.chosen
        if card is not None:
            self.post_message(self.Forgotten(card))

    def on_click(self, event: events.Click) -> None:
        index = (event.y - 1) // self.card_height(self.size.height)
        if event.y >= 1 and index < len(self.cards):
            again = index == self.index
            self.index = index
            self.redraw()
            if again:
                self.action_open()
