"""Who you are, your thresholds and zones, how it looks, which keys do what."""

from functools import partial
from typing import TYPE_CHECKING, ClassVar

from textual import events, on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Horizontal, Vertical
from textual.types import CSSPathType
from textual.widget import Widget

from tui.actions import Action, bindings
from tui.looks import PALETTES, Look, look, theme_names, theme_title
from tui.screens.base import BACK, DashboardScreen
from tui.styles import SCREENS
from tui.widgets.settings import keys, rows, thresholds, zones
from tui.widgets.settings.athlete import AthletePane, DisplayPane
from tui.widgets.settings.keys import KeysPane
from tui.widgets.settings.limits import LimitsColumn
from tui.widgets.settings.rows import RowsPane
from tui.widgets.settings.thresholds import ThresholdsPane
from tui.widgets.settings.zones import ZonesPane
from tui.widgets.tabs import Tabs

if TYPE_CHECKING:
    from collections.abc import Callable

    from mirror.database import Mirror

#: Name, panes shown together where only one part fits.
_PARTS = (
    ("You and display", ("you", "display")),
    ("Thresholds", ("thresholds",)),
    ("Zones", ("zone-tables",)),
    ("Keys", ("keys",)),
)
_DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


class SettingsScreen(DashboardScreen):
    """Panes of rows; Enter changes what the cursor is on, and it is stored at once."""

    NAME = "settings"
    CSS_PATH: ClassVar[CSSPathType | None] = SCREENS
    ABOUT = (
        "Enter changes the line under the cursor; it is stored at once, and loads that hang on it "
        "are computed anew, with what changes shown before.",
        "A threshold holds from its day on: older workouts keep what was true then.",
        "On the command line: training-brain settings, thresholds, zones.",
    )
    ACTIONS = (
        Action("tab", "part(1)", "Next part", "The next part", "tab", "Part"),
        Action("shift+tab", "part(-1)", "Part before", "The part before"),
        BACK,
    )
    BINDINGS: ClassVar[list[BindingType]] = list(bindings(ACTIONS))

    def body(self) -> ComposeResult:
        yield Tabs([name for name, _ in _PARTS], hint="tab next", classes="parts")
        with Horizontal(id="settings"):
            with Vertical(id="settings-left"):
                yield AthletePane()
                yield DisplayPane()
                yield KeysPane()
            yield LimitsColumn()

    def on_mount(self) -> None:
        self.refresh_data()
        self.query_one(AthletePane).focus()

    def refresh_data(self) -> None:
        who, units, today = self.reader.person(), self.reader.who().units, self.reader.today()
        self.query_one(AthletePane).show_athlete(who)
        self.query_one(DisplayPane).show_choices(who, self.app.theme)
        self.query_one(ThresholdsPane).show_thresholds(self.reader.thresholds(), today, units)
        self.query_one(ZonesPane).show_zones(self.reader.zones(), today, units)
        self.later(self._show_keys)  # all modules are read for it

    def _show_keys(self) -> None:
        self.query_one(KeysPane).show_keys(self.brain.keymap.keys)

    # Where the focus is

    def action_part(self, step: int) -> None:
        panes = list(self.query(RowsPane).results())
        order = ("you", "display", "thresholds", "zone-tables", "keys")
        panes.sort(key=lambda pane: order.index(pane.id or ""))
        here = panes.index(self.focused) if isinstance(self.focused, RowsPane) else -step
        chosen = panes[(here + step) % len(panes)]
        self._open_part(chosen)
        chosen.focus()

    def _open_part(self, pane: Widget) -> None:
        for index, (_, ids) in enumerate(_PARTS):
            self.set_class(pane.id in ids, f"-part{index}")
            if pane.id in ids:
                self.query_one(".parts", Tabs).choose(index)

    def on_descendant_focus(self, event: events.DescendantFocus) -> None:
        if isinstance(event.widget, RowsPane):
            self._open_part(event.widget)

    @on(Tabs.Chosen)
    def _tab(self, event: Tabs.Chosen) -> None:
        pane = self.query_one(f"#{_PARTS[event.index][1][0]}")
        self._open_part(pane)
        pane.focus()

    def focused_actions(self) -> tuple[Action, ...]:
        own = {
            "thresholds": thresholds.ACTIONS,
            "zone-tables": (*rows.ACTIONS, *zones.ACTIONS),
            "keys": (*rows.ACTIONS, *keys.ACTIONS),
        }
        return own.get(self.focused.id or "" if self.focused else "", rows.ACTIONS)

    # Changing

    @on(RowsPane.Opened, "#you, #display")
    def _change(self, event: RowsPane.Opened) -> None:
        name = event.row.name
        if name in ("theme", "palette"):
            self._change_look(name)
        elif name in ("sex", "units", "week-start"):
            self._choose(name)
        else:
            self._type(name, event.row.cells[0], event.row.cells[1])

    def _choose(self, name: str) -> None:
        from tui.screens.edit.choice import ChoiceCard

        who = self.reader.person()
        titles = {"sex": "Sex", "units": "Units", "week-start": "The week starts on"}
        options = {
            "sex": [("", "not told"), ("f", "female"), ("m", "male")],
            "units": [
                ("metric", "Metric: km, kg, min/km, min/100m"),
                ("imperial", "Imperial: miles, lb, min/mi, yards"),
            ],
            "week-start": [(day.lower(), day) for day in _DAYS],
        }
        now = {
            "sex": who.sex or "",
            "units": who.units,
            "week-start": _DAYS[who.week_start - 1].lower(),
        }
        hint = "Heart-rate load is computed anew with it." if name == "sex" else ""
        card = ChoiceCard(titles[name], options[name], now[name], hint)
        self.app.push_screen(card, partial(self._store, name))

    def _type(self, name: str, label: str, shown: str) -> None:
        from sync.profile import FIELDS, read
        from tui.screens.edit.text import TextCard

        field, offered = FIELDS[name], tuple[str, ...]()
        if name == "timezone":
            from zoneinfo import available_timezones

            offered = tuple(sorted(available_timezones()))
        hint = f"{field.what[0].upper()}{field.what[1:]}."
        if field.clearable:
            hint += " Empty takes it away."
        card = TextCard(label, "" if shown == "–" else shown, partial(read, name), hint, offered)
        self.app.push_screen(card, partial(self._store, name))

    def _store(self, name: str, text: str | None) -> None:
        if text is None:
            return
        from sync.profile import FIELDS, read, save

        value = read(name, text)

        def work(mirror: "Mirror") -> str:
            moved = save(mirror, **{FIELDS[name].column: value})
            return f"{moved:,} workouts' load computed anew." if moved else ""

        self.write(work)

    def _change_look(self, name: str) -> None:
        from tui.screens.edit.choice import ChoiceCard

        now = look(self.app.theme)
        if name == "theme":
            options = [(theme, theme_title(theme)) for theme in theme_names()]
        else:
            options = [(palette, palette.capitalize()) for palette in PALETTES]

        def tried(value: str) -> None:
            theme = look(self.app.theme)._replace(**{name: value}).name
            self.app.theme = theme or Look(value, PALETTES[0]).name or self.app.theme

        card = ChoiceCard(
            "Theme" if name == "theme" else "Colours", options, now._asdict()[name], "", tried
        )
        self.app.push_screen(card, self._keep_look)

    def _keep_look(self, _: str | None) -> None:
        self.brain.choose_theme(self.app.theme)
        self.refresh_data()

    # Keys

    @on(RowsPane.Opened, "#keys")
    def _change_key(self, event: RowsPane.Opened) -> None:
        from tui.registry import names
        from tui.screens.edit.key import KeyCard

        action = names()[event.row.name]
        card = KeyCard(action, self.brain.keymap.keys)
        self.app.push_screen(card, partial(self._store_key, action.name))

    @on(KeysPane.UsualAsked)
    def _usual_key(self, event: KeysPane.UsualAsked) -> None:
        self._store_key(event.name, None, clear=True)

    def _store_key(self, name: str, key: str | None, *, clear: bool = False) -> None:
        from tui import keymap

        if key is None and not clear:
            return
        try:
            keymap.write(self.brain.config, name, key)
        except OSError as error:
            self.app.notify(f"The key map cannot be written: {error}.", severity="error")
            return
        self.brain.load_keymap()
        self._show_keys()

    # Writing beside the screen

    def write(self, work: "Callable[[Mirror], str]") -> None:
        self.run_worker(partial(self._written, work), thread=True, group="settings")

    def _written(self, work: "Callable[[Mirror], str]") -> None:
        import sqlite3

        from mirror.errors import MirrorError

        try:
            with self.reader.aside() as reader:
                text = work(reader.mirror)
        except (ValueError, MirrorError, sqlite3.Error) as error:
            self.app.call_from_thread(self.app.notify, str(error), severity="error")
            return
        self.app.call_from_thread(self._stored, text)

    def _stored(self, text: str) -> None:
        self.reader.changed()
        self.brain.action_reload()
        if text:
            self.app.notify(text)
