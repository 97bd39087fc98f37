"""The page around the terminal, and the few files it needs; all of them lie on this machine."""

from pathlib import Path
from string import Template

import textual_serve

_HERE = Path(__file__).parent
_THEIRS = Path(textual_serve.__file__).parent / "static"

#: name under /static/ -> (file, type). No folder is served, so none can be listed or left.
FILES = {
    "textual.js": (_THEIRS / "js" / "textual.js", "text/javascript"),
    "xterm.css": (_THEIRS / "css" / "xterm.css", "text/css"),
    "mono.ttf": (_THEIRS / "fonts" / "RobotoMono-VariableFont_wght.ttf", "font/ttf"),
    "page.css": (_HERE / "page.css", "text/css"),
    "page.js": (_HERE / "page.js", "text/javascript"),
}

#: The first step after the token: from here on the browser shows its cookie.
ENTERING = """\
<!DOCTYPE html>
<html lang="en"><head><meta charset="utf-8"><title>training-brain</title>
<link rel="icon" href="data:,">
<meta http-equiv="refresh" content="0;url=/"></head>
<body><a href="/">Open the dashboard</a></body></html>
"""


def page(host: str) -> str:
    """The dashboard's page. host: as the browser named us, checked before."""
    template = Template((_HERE / "page.html").read_text("utf-8"))
    return template.substitute(socket=f"ws://{host}/ws")
