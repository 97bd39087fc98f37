"""The actions that work on every screen."""

from tui.actions import Action

ACTIONS = (
    Action("1", "show('calendar')", "Calendar", "The calendar, home"),
    Action("2", "show('workout')", "Workout", "The workout last opened, else the latest"),
    Action("3", "show('fitness')", "Fitness", "Fitness, fatigue and form"),
    Action("4", "show('recovery')", "Recovery", "Nights, HRV, resting heart rate"),
    Action("5", "show('sources')", "Sources", "Where the data come from; sync, sign in, history"),
    Action("6", "show('settings')", "Settings", "You, thresholds, zones, the looks, the keys"),
    Action("question_mark,f1", "help", "Help", "What this screen is for, and its keys", "?"),
    Action("escape", "leave_screen", "Back", "Back to where you were", palette=False),
    Action("q", "leave", "Quit", "Back; quit from the calendar"),
    Action(
        "D",
        "next_theme",
        "Next theme",
        "Dark, light, colour-blind safe, ANSI",
        palette=False,
    ),
    Action("r", "reload", "Reload", "Ask the mirror again"),
    Action("s", "sync", "Sync now", "Bring in what is new"),
    Action("I", "import_files", "Import files", "Bring in files, a folder or an archive"),
    Action("y", "copy", "Copy", "What is in focus, as plain text, to the clipboard"),
    Action("ctrl+o,semicolon", "jump", "Jump", "A letter for each part: press it to be there"),
)
