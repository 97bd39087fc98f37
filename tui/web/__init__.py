"""The dashboard in a browser on this machine: textual-serve's terminal page behind a guard.

`server` answers the browser, `guard` decides who may ask, `session` runs one dashboard for one
page in a process of its own (`python -m tui.web.dashboard`).
"""
