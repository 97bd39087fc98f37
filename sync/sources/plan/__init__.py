"""The plan: any iCalendar feed. `from sync.sources.plan.pull import pull` to bring it in."""
